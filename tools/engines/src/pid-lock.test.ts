import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findFreePort, rememberedPort } from './free-port'
import { writePidFile } from './pid-file'
import { takePidLock } from './pid-lock'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'))
  vi.stubEnv('PARLEY_CACHE_DIR', folder) // claims of ports are stored here
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('only one process takes a lock, and the lock names it', () => {
  const file = join(folder, 'lock')
  expect(takePidLock(file)).toBeNull()
  expect(takePidLock(file)).toBe(process.pid)
  rmSync(file)
  expect(takePidLock(file)).toBeNull()
})

test('the lock of a killed process is taken over', async () => {
  const file = join(folder, 'lock')
  const other = spawn('sleep', ['60'])
  await once(other, 'spawn')
  writePidFile(file, other.pid!)
  expect(takePidLock(file)).toBe(other.pid)
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(takePidLock(file)).toBeNull()
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('a claimed port is not found again, even if nothing listens on it yet', async () => {
  const first = await findFreePort(23_456)
  const [second, third] = await Promise.all([findFreePort(first), findFreePort(first)])
  expect(new Set([first, second, third]).size).toBe(3)
})

test('a directory keeps its port', async () => {
  const port = await rememberedPort(folder, 'redis')
  expect(await rememberedPort(folder, 'redis')).toBe(port)
  expect(await rememberedPort(folder, 'kafka')).not.toBe(port)
})
