import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from './logger'

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
export async function runService(logger: Logger, start: () => Promise<Closable>): Promise<void> {
  process.on('uncaughtException', (cause) => crash(logger, cause, 'uncaught exception'))
  process.on('unhandledRejection', (cause) => crash(logger, cause, 'unhandled rejection'))

  const service = start()
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    logger.info({ signal }, 'stopping')
    void closeWithin(logger, service)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)

  try {
    await service
  } catch (cause) {
    if (!stopping) crash(logger, cause, 'could not start')
  }
}

async function closeWithin(logger: Logger, service: Promise<Closable>): Promise<never> {
  const limit = delay(CLOSE_LIMIT_MS).then(() => {
    logger.error('did not close in time')
    process.exit(1)
  })
  try {
    await Promise.race([service.then((running) => running.close()), limit])
    logger.info('stopped')
    process.exit(0)
  } catch (cause) {
    logger.error({ cause }, 'did not close cleanly')
    process.exit(1)
  }
}

/** Ends the process at once, for errors that it cannot repair from inside. */
export function crash(logger: Logger, cause: unknown, why: string): never {
  logger.fatal({ cause }, why)
  process.exit(1)
}
