import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writePidFile } from './pid-file'
import { processIdentity } from './process-identity'
import { startRedis } from './redis'
import { makeTestDirectory } from './test-directory'

test('the directory of a killed test run is removed by the next run, with its engines', async () => {
  const abandoned = await makeTestDirectory()
  const redis = await startRedis({ dataDir: join(abandoned.path, 'data') })
  const owner = spawn('sleep', ['60'])
  await once(owner, 'spawn')
  writePidFile(join(abandoned.path, 'owner.pid'), owner.pid!)
  const pid = redis.pid!

  await (await makeTestDirectory()).delete()
  expect(processIdentity(pid)).not.toBeNull()

  owner.kill('SIGKILL')
  await once(owner, 'exit')
  await (await makeTestDirectory()).delete()
  await expect.poll(() => processIdentity(pid)).toBeNull()
  expect(existsSync(abandoned.path)).toBe(false)
})

test("a directory without an owner's mark is left alone", async () => {
  const foreign = mkdtempSync(join(tmpdir(), 'parley-test-'))
  await (await makeTestDirectory()).delete()
  expect(existsSync(foreign)).toBe(true)
  rmSync(foreign, { recursive: true })
})
