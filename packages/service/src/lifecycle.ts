import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from './log'

/** An object that holds a resource. Closing twice is harmless. */
export interface Closable {
  close(): Promise<void>
}

/** Longer than any drain, shorter than the grace period of the supervisor. */
const CLOSE_LIMIT_MS = 25_000

/**
 * Runs a service until it is told to stop: SIGTERM or SIGINT closes it in order and exits 0, a second signal kills it. An
 * uncaught error ends the process: a supervisor starts a clean one.
 */
export async function runService(log: Log, start: () => Promise<Closable>): Promise<void> {
  process.on('uncaughtException', (cause) => crash(log, cause, 'uncaught exception'))
  process.on('unhandledRejection', (cause) => crash(log, cause, 'unhandled rejection'))

  const service = start()
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    void closeWithin(log, service)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)

  try {
    await service
  } catch (cause) {
    if (!stopping) crash(log, cause, 'could not start')
  }
}

async function closeWithin(log: Log, service: Promise<Closable>): Promise<never> {
  const limit = delay(CLOSE_LIMIT_MS).then(() => {
    log.error('did not close in time')
    process.exit(1)
  })
  try {
    await Promise.race([service.then((running) => running.close()), limit])
    log.info('stopped')
    process.exit(0)
  } catch (cause) {
    log.error({ cause }, 'did not close cleanly')
    process.exit(1)
  }
}

/** Ends the process at once, for errors that it cannot repair from inside. */
export function crash(log: Log, cause: unknown, why: string): never {
  log.fatal({ cause }, why)
  process.exit(1)
}
