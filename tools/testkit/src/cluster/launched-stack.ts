// The whole system, started as a user starts it, in a directory of its own.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readDevJson, type DevJson } from '@parley/dev'
import { makeTestDirectory } from '@parley/engines'
import { IN_A_HURRY } from './in-a-hurry'
import { cleanEnvironment, runLauncher, type Launcher } from './launcher'
import { descendantsOf, listProcesses } from './processes'
import { findUnexpectedErrors } from './unexpected-errors'
import { until } from '../waiting/until'

export interface LaunchOptions {
  /** The arguments after `npm run dev --`. */
  options?: readonly string[]
  environment?: Record<string, string>
  /** With the web client as last built. */
  web?: boolean
  /** Errors that the services may log here, because the test causes them. */
  expectedErrors?: readonly RegExp[]
}

export interface LaunchedStack {
  dataDir: string
  /** The running processes, from dev.json. */
  dev: () => DevJson
  /** The lines of this run of the launcher. */
  lines: () => readonly string[]
  /** Services that ended unexpectedly in this run, as the launcher reports. */
  crashes: () => string[]
  /** For other programs that use this stack (`verify`, a second launcher). */
  environment: NodeJS.ProcessEnv
  /** Ends the launcher with this signal. Rejects when anything is left running. */
  stop: (signal?: NodeJS.Signals) => Promise<void>
  /** After `stop`: starts again in the same directory. */
  start: () => Promise<void>
  /** kill -9 of a server or persister; resolves to the new pid when the launcher has restarted it. */
  killService: (kind: 'server' | 'persister', id: string) => Promise<number>
  /** Stops the stack and deletes the directory. Rejects when anything was left running or failed. */
  dispose: () => Promise<void>
}

/** The first start on a machine may have to download the engines. */
const READY_LIMIT_MS = 240_000
const STOP_LIMIT_MS = 15_000
const BACK_LIMIT_MS = 60_000

export async function launchStack({
  options = [],
  environment: more = {},
  web = false,
  expectedErrors = [],
}: LaunchOptions = {}): Promise<LaunchedStack> {
  const directory = await makeTestDirectory()
  const dataDir = join(directory.path, 'data')
  const environment = cleanEnvironment(dataDir, { ...IN_A_HURRY, PARLEY_WEB: 'built', ...more })
  let launcher: Launcher | null = null

  async function start() {
    const starting = runLauncher([...(web ? [] : ['--no-web']), ...options], environment)
    launcher = starting
    await until('the ready line', READY_LIMIT_MS, () => {
      if (starting.hasEnded()) throw new Error(`the launcher ended:\n${starting.lines.join('\n')}`)
      return starting.lines.some((line) => line.includes('Parley is ready at')) && readDevJson(dataDir)
    })
  }

  function dev() {
    const running = readDevJson(dataDir)
    if (!running) throw new Error(`nothing runs in ${dataDir}`)
    return running
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    const stopping = launcher
    if (!stopping) return
    launcher = null
    const startedByIt = descendantsOf(stopping.pid)
    const askedAt = performance.now()
    stopping.signal(signal)
    const giveUp = setTimeout(() => stopping.signal('SIGKILL'), 2 * STOP_LIMIT_MS)
    const code = await stopping.ended
    clearTimeout(giveUp)
    const tookMs = performance.now() - askedAt

    const left = listProcesses().filter(
      ({ pid, command }) =>
        command.includes(dataDir) || startedByIt.some((each) => each.pid === pid && each.command === command),
    )
    const errors = findUnexpectedErrors(dataDir, expectedErrors)
    const complaints = [
      ...(tookMs > STOP_LIMIT_MS ? [`stopping took ${Math.round(tookMs / 1_000)} s`] : []),
      ...(code === 0 ? [] : [`the launcher ended with code ${code}`]),
      ...left.map(({ pid, command }) => `still runs: ${pid} ${command}`),
      ...['dev.json', 'dev.lock']
        .filter((name) => existsSync(join(dataDir, name)))
        .map((name) => `left: ${name}`),
      ...errors,
    ]
    if (complaints.length > 0)
      throw new Error(
        `${complaints.join('\n')}\nThe launcher's last lines:\n${stopping.lines.slice(-40).join('\n')}`,
      )
  }

  const lines = () => launcher?.lines ?? []

  async function killService(kind: 'server' | 'persister', id: string) {
    const pidOf = () => dev()[`${kind}s`].find((each) => each.id === id)?.pid ?? null
    const before = pidOf()
    if (before === null) throw new Error(`${kind} ${id} does not run`)
    process.kill(before, 'SIGKILL')
    return until(`${kind} ${id} started again`, BACK_LIMIT_MS, () => {
      const now = pidOf()
      return now !== before && now
    })
  }

  async function dispose() {
    try {
      await stop()
    } finally {
      await directory.delete()
    }
  }

  try {
    await start()
  } catch (error) {
    await dispose().catch(() => undefined) // the error of the start says more
    throw error
  }
  return {
    dataDir,
    dev,
    lines,
    crashes: () => lines().filter((line) => / ended \(.*; starting it again/.test(line)),
    environment,
    stop,
    start,
    killService,
    dispose,
  }
}
