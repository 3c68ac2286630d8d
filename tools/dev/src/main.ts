// The development command: `npm run dev`. Starts everything that Parley needs, reports when a message can really be sent,
// and stops everything that it started, and nothing else.
import { EngineUnavailableError, takePidLock } from '@parley/engines'
import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createClosing } from './closing'
import { readDevJson } from './dev-json'
import { readOptions, usage, UsageError, type Options } from './options'
import { makePlan } from './plan'
import { readCommit } from './read-commit'
import { ServiceFailedError } from './service'
import { startParley } from './start-parley'
import { listenForStop } from './stop-signals'
import { createTerminal } from './terminal'

const STOP_LIMIT_MS = 14_000

const root = join(import.meta.dirname, '..', '..', '..')
const terminal = createTerminal({ out: process.stdout, now: () => performance.now() })
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))

const options = optionsOrExit()
const plan = makePlan({ root, options, environment: process.env })
const lockFile = join(plan.dataDir, 'dev.lock')
if (takePidLock(lockFile) !== null) {
  const running = readDevJson(plan.dataDir)
  const where = running ? `running at ${running.webUrl ?? running.servers[0]?.url}` : 'being started'
  terminal.print(`Parley is already ${where} from ${placeOf(plan.dataDir)}. Stop that one first.`)
  process.exit(1)
}
const unlock = () => rmSync(lockFile, { force: true })

const closing = createClosing((error) => terminal.warn(`not stopped cleanly: ${sentenceOf(error)}`))
closing.add({ close: unlock })
listenForStop({ onStop: () => void stop(0), onKill: kill })
process.on('uncaughtException', (error) => void fail(error))
process.on('unhandledRejection', (error) => void fail(error))

try {
  const environment = { PARLEY_COMMIT: readCommit(root), ...process.env }
  await startParley({ plan, environment, terminal, closing })
} catch (error) {
  await fail(error)
}

function optionsOrExit(): Options {
  try {
    const read = readOptions(process.argv.slice(2), process.env)
    if (read) return read
    terminal.print(usage)
    process.exit(0)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.print(`${error.message}\n\n${usage}`)
    process.exit(2)
  }
}

async function fail(error: unknown) {
  if (closing.hasBegun) return // an interrupted start rejects; the user asked for the end
  terminal.print('')
  terminal.print(terminal.paint(sentenceOf(error), 'red'))
  await stop(1)
}

async function stop(exitCode: number) {
  if (closing.hasBegun) return
  terminal.print('')
  terminal.say('stopping (Ctrl-C again: at once)')
  setTimeout(() => {
    terminal.warn('some processes did not stop in time and were killed')
    kill()
  }, STOP_LIMIT_MS).unref()
  await closing.run()
  if (exitCode === 0) terminal.say(`stopped; the messages are kept in ${placeOf(plan.dataDir)}`)
  process.exit(exitCode)
}

function kill() {
  closing.killAll()
  unlock()
  process.exit(1)
}

/** Users need the sentence; only an unexpected error needs its stack. */
function sentenceOf(error: unknown) {
  if (error instanceof EngineUnavailableError || error instanceof ServiceFailedError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function placeOf(folder: string) {
  const fromRoot = relative(root, folder)
  return fromRoot.startsWith('..') ? folder : fromRoot
}
