import { setTimeout as delay } from 'node:timers/promises'
import { untilItWorks, type Logger } from '@parley/service'
import { ForeignLogError } from './foreign-log'

const BACKOFF = { firstMs: 250, mostMs: 5_000 }

export interface EngineWait {
  /** Repeats the work until the engine does it. Rejects at once for a foreign log, and when this process ends. */
  wait<T>(engine: string, work: () => Promise<T>): Promise<T>
  isClosed(): boolean
  close(): void
}

export function createEngineWait(
  logger: Pick<Logger, 'warn'>,
  sleep: (ms: number) => Promise<unknown> = delay,
): EngineWait {
  let closed = false
  return {
    wait: (engine, work) =>
      untilItWorks(work, {
        backoff: BACKOFF,
        sleep,
        onFailure: (cause) => {
          if (closed || cause instanceof ForeignLogError) throw cause
          logger.warn({ cause }, `waiting for ${engine}`)
        },
      }),
    isClosed: () => closed,
    close: () => {
      closed = true
    },
  }
}
