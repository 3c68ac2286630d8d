import type { Redis } from 'ioredis'
import type { Logger } from '../logger'
import type { LogKeys } from './keys'
import { noteDone } from './streams'

/** How often finished offsets are noted and old records trimmed. Milliseconds. */
const WRITE_EVERY_MS = 1_000

export interface DoneNotes {
  note(partition: number, next: number): void
  flush(): Promise<void>
  close(): void
}

export interface DoneNotesOptions {
  redis: Redis
  keys: LogKeys
  group: string
  /** How many finished records of each partition stay, for a database that is restored from a backup. */
  keepRecords: number
  logger: Logger
}

export function createDoneNotes({ redis, keys, group, keepRecords, logger }: DoneNotesOptions): DoneNotes {
  const noted = new Map<number, number>()
  const timer = setInterval(() => void write(), WRITE_EVERY_MS)
  timer.unref()

  async function write(): Promise<void> {
    const notes = [...noted]
    noted.clear()
    try {
      await Promise.all(
        notes.map(([partition, next]) =>
          noteDone(redis, keys, { partition, group, next, keep: keepRecords }),
        ),
      )
    } catch (error) {
      logger.debug?.({ group, error }, 'offsets were not noted in Redis') // the next note corrects it
    }
  }

  return {
    note: (partition, next) => noted.set(partition, next),
    flush: write,
    close: () => clearInterval(timer),
  }
}
