import { findFreePort, processIdentity } from '@parley/engines'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answersWell } from './answers-well'
import { runService, type Service } from './service'

let dataDir: string
let service: Service | undefined
let heard: { lines: string[]; crashes: [string, number][] }

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-service-'))
  heard = { lines: [], crashes: [] }
})
afterEach(async () => {
  await service?.stop(100)
  rmSync(dataDir, { recursive: true })
})

const listens = `
  import { createServer } from 'node:http'
  createServer((_, answer) => answer.end()).listen(process.env.PORT, () => console.log('listening ' + process.pid))
`

test('a killed service is restarted at once, with another pid, and the crash is reported', async () => {
  const { url } = await start(listens)
  const before = service!.pid!
  process.kill(before, 'SIGKILL')
  await expect.poll(() => heard.crashes).toEqual([['SIGKILL', 0]])
  await service!.untilReady(10_000)
  expect(service!.pid).not.toBe(before)
  expect(await answersWell(url)).toBe(true)
})

test('a requested restart is not reported as a crash', async () => {
  await start(listens)
  const before = service!.pid
  await service!.restart()
  expect(service!.pid).not.toBe(before)
  expect(heard.crashes).toEqual([])
})

test('a service that does not end is killed after the limit, and not restarted', async () => {
  const { url } = await start(`process.on('SIGTERM', () => console.log('no'));${listens}`)
  await service!.stop(300)
  expect(heard.lines).toContain('no')
  expect(service!.pid).toBeNull()
  expect(await answersWell(url)).toBe(false)
})

test('its child processes end with it', async () => {
  await start(`
    import { spawn } from 'node:child_process'
    console.log('child ' + spawn('sleep', ['60']).pid);${listens}`)
  const child = Number(heard.lines.find((line) => line.startsWith('child'))!.split(' ')[1])
  expect(processIdentity(child)).not.toBeNull()
  process.kill(service!.pid!, 'SIGKILL')
  await expect.poll(() => processIdentity(child)).toBeNull()
})

test('a service that keeps ending is given up, with its last lines', async () => {
  const starting = start(`console.error('no room for me'); process.exit(3)`)
  await expect(starting).rejects.toThrow(/ended 3 times before it was ready. Its last lines:\nno room for me/)
  expect(heard.crashes.map(([, againInMs]) => againInMs)).toEqual([0, 1_000, 2_000])
})

test('its pid is in a file while it runs, for a launcher that starts after one that was killed', async () => {
  await start(listens)
  expect(readdirSync(join(dataDir, 'run', 'services'))).toEqual(['server-1.pid'])
})

async function start(code: string) {
  const port = await findFreePort()
  const file = join(dataDir, 'service.mjs')
  writeFileSync(file, code)
  const url = `http://localhost:${port}`
  service = runService(
    {
      name: 'server-1',
      command: process.execPath,
      args: [file],
      cwd: dataDir,
      environment: { ...process.env, PORT: String(port) },
      readyUrl: url,
    },
    dataDir,
    {
      onLine: (_, line) => heard.lines.push(line),
      onCrash: (_, how, againInMs) => heard.crashes.push([how, againInMs]),
      onStarted: () => undefined,
    },
  )
  await service.untilReady(10_000)
  return { url }
}
