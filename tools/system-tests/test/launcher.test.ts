import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readDevJson } from '@parley/dev'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive, runLauncher, type LaunchedStack, launchStack } from '@parley/testkit/cluster'
import { until } from '@parley/testkit/until'

describe('a Parley of three servers and two persisters', () => {
  let stack: LaunchedStack
  let stranger: ChildProcess

  beforeAll(async () => {
    stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    stack = await launchStack({ options: ['--servers', '3', '--persisters', '2'] })
  })
  afterAll(async () => {
    stranger.kill('SIGKILL')
    await stack?.dispose()
  })

  test('dev.json names the running processes', async () => {
    const pid = expect.any(Number) as number
    const url = expect.stringMatching(/^http:\/\/localhost:\d+$/) as string
    const service = (id: string) => expect.objectContaining({ id, url, pid }) as { id: string }
    expect(stack.dev()).toEqual({
      webUrl: null,
      servers: ['1', '2', '3'].map(service),
      persisters: ['1', '2'].map(service),
      databaseUrl: expect.stringMatching(/^postgresql:/) as string,
      redisUrl: expect.stringMatching(/^redis:/) as string,
      kafkaBrokers: expect.stringMatching(/^[\w.]+:\d+$/) as string,
      log: 'kafka',
      engines: { postgres: { pid }, redis: { pid }, kafka: { pid } },
    })
    const { servers, persisters, engines } = stack.dev()
    const pids = [...servers, ...persisters, ...Object.values(engines)].map((each) => each.pid!)
    expect(new Set(pids).size).toBe(8)
    expect(pids.filter((each) => !isAlive(each))).toEqual([])
  })

  test('every server reports its id, its version, and that it is ready; every persister its version', async () => {
    const build = {
      name: 'parley',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    }
    for (const { url } of stack.dev().persisters)
      expect(await (await fetch(`${url}/version`)).json()).toEqual(build)
    for (const { id, url } of stack.dev().servers) {
      expect(await (await fetch(`${url}/version`)).json()).toMatchObject({ ...build, serverId: id })
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
    }
  })

  test('a second launcher in the same directory reports the first, and harms nothing', async () => {
    const before = stack.dev()
    const second = runLauncher(['--no-web'], stack.environment)
    expect(await second.ended).toBe(1)
    expect(second.lines.join('\n')).toContain(`Parley is already running at ${before.servers[0]!.url}`)
    expect(stack.dev()).toEqual(before)
  })

  test.each([
    ['server', '2'],
    ['persister', '2'],
  ] as const)('a killed %s is restarted, and that is reported', async (kind, id) => {
    const pid = await stack.killService(kind, id)
    await until(`${kind}-${id} alive`, 5_000, () => isAlive(pid))
    expect(stack.crashes().filter((line) => line.includes(`${kind}-${id} ended (SIGKILL)`))).toHaveLength(1)
    const { url } = stack.dev()[`${kind}s`].find((each) => each.id === id)!
    const isReady = () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      )
    await until(`${kind}-${id} ready again`, 60_000, isReady)
  })

  test('Ctrl-C stops all of it within 15 s and nothing else, and no file says that it still runs', async () => {
    await stack.stop('SIGINT')
    expect(readDevJson(stack.dataDir)).toBe(null)
    expect(existsSync(join(stack.dataDir, 'dev.lock'))).toBe(false)
    expect(readdirSync(join(stack.dataDir, 'run')).filter((name) => name.endsWith('.pid'))).toEqual([])
    expect(isAlive(stranger.pid!)).toBe(true)
  })
})

test.each([
  [['--servers', '0'], '--servers needs a number from 1 to 16, not "0".'],
  [['--log', 'paper'], '--log needs kafka or redis, not "paper".'],
  [['--sevrers', '2'], "Unknown option '--sevrers'."],
])('%j is refused in one clear sentence', async (options, sentence) => {
  const refused = runLauncher(options, process.env)
  expect(await refused.ended).toBe(2)
  expect(refused.lines[0]).toBe(sentence)
})
