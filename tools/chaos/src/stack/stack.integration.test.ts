import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '@parley/testkit/until'
import { startStack, type ChaosStack } from './stack'

let directory: TestDirectory
let stack: ChaosStack

beforeAll(async () => {
  directory = await makeTestDirectory()
  stack = await startStack({ dataDir: directory.path, servers: 2, persisters: 1, say: () => undefined })
}, 240_000)
afterAll(async () => {
  await stack?.stop()
  await directory?.delete()
  expect(processesIn(directory.path)).toEqual([])
})

test('a ready stack sends no client to a server that does not run', async () => {
  const asked = Array.from({ length: 40 }, () => fetch(`${stack.url}/version`).then(({ status }) => status))
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200]))
})

test.each(['redis', 'kafka', 'postgres'] as const)(
  'a server reaches %s through its own link alone',
  async (engine) => {
    const [one, two] = stack.servers
    await stack.link('server-1', engine).cut()
    await one!.kill()
    const starting = one!.restart()
    await two!.restart()
    await sleep(1_500)
    expect([await one!.isReady(), await two!.isReady()]).toEqual([false, true])
    await stack.link('server-1', engine).heal()
    await starting
    expect(stack.links.broken()).toEqual([])
  },
  90_000,
)

test('HAProxy reaches a server only through its link, and sends no client to a drained one', async () => {
  const whoAnswers = async () => {
    const response = await fetch(`${stack.url}/version`)
    return ((await response.json()) as { serverId?: string }).serverId
  }
  const answering = async (times = 20) => {
    const ids = new Set<string | undefined>()
    for (let nth = 0; nth < times; nth++) ids.add(await whoAnswers())
    return [...ids].sort()
  }
  await until('both servers answer', 20_000, async () => (await answering()).join() === '1,2')
  await stack.link('haproxy', 'server-1').cut()
  await until('only server 2 answers', 20_000, async () => (await answering()).join() === '2')
  await stack.link('haproxy', 'server-1').heal()
  await until('both answer again', 20_000, async () => (await answering()).join() === '1,2')
  await stack.haproxy.drain('server-2')
  expect(await answering()).toEqual(['1'])
  await stack.haproxy.undrain('server-2')
}, 90_000)

test('a process that ends by itself is restarted and reported; a killed one stays down', async () => {
  const [persister] = stack.persisters
  const before = persister!.pid
  process.kill(before!, 'SIGKILL') // unexpected, as far as its supervisor knows
  await until(
    'another life of it',
    30_000,
    async () => persister!.pid !== before && (await persister!.isReady()),
  )
  expect(stack.deaths).toEqual(['persister-1: SIGKILL'])
  await persister!.kill()
  await sleep(1_500)
  expect(persister!.pid).toBeNull()
  await persister!.restart()
  const { exitCode } = await persister!.terminate()
  expect(exitCode).toBe(0)
}, 90_000)

function processesIn(path: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return command.includes(path) ? [command] : []
      } catch {
        return [] // it has just ended
      }
    })
}
