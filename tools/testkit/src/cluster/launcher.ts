import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** One run of `npm run dev`, as its script in package.json starts it. */
export interface Launcher {
  pid: number
  /** All printed lines. */
  lines: string[]
  /** Resolves to its exit code; never rejects. */
  ended: Promise<number | null>
  hasEnded: () => boolean
  signal: (signal: NodeJS.Signals) => void
}

export function runLauncher(options: readonly string[], environment: NodeJS.ProcessEnv): Launcher {
  return runInRepository(['node', '--import', 'tsx', 'tools/dev/src/main.ts', ...options], environment)
}

/** Runs a command of the repository as an `npm run` script would. */
export function runInRepository(command: readonly string[], environment: NodeJS.ProcessEnv): Launcher {
  const child = spawn(process.execPath, ['scripts/run.mjs', ...command], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line))
  let isOver = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code))
  }).finally(() => (isOver = true))
  if (child.pid === undefined) throw new Error('scripts/run.mjs could not be started')
  return {
    pid: child.pid,
    lines,
    ended,
    hasEnded: () => isOver,
    signal: (signal) => void child.kill(signal),
  }
}

/**
 * The environment of a fresh terminal: settings of Vitest, or of a user's `.env`, for the engines must not reach the
 * stack, which has its own.
 */
export function cleanEnvironment(dataDir: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST_|NODE_ENV$|NODE_OPTIONS$)/.test(name),
  )
  return {
    ...Object.fromEntries(own),
    ...NOT_GIVEN,
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    PARLEY_DATA_DIR: dataDir,
    ...more,
  }
}

// Empty counts as absent, and keeps a `.env` from setting it.
const NOT_GIVEN = { DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '', PARLEY_LOG: '', KAFKA_PARTITIONS: '' }
