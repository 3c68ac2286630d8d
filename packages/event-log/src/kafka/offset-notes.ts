import type { EachBatchPayload } from 'kafkajs'
import type { Logger } from '../logger'

/**
 * How often finished offsets are written to Kafka. Milliseconds. Only lag graphs use them; a commit per batch would cost.
 */
const WRITE_EVERY_MS = 1_000

export interface OffsetNotes {
  note(partition: number, next: number, payload: EachBatchPayload): void
  /** Drops the notes: the partitions may belong to others now. */
  forget(): void
  flush(): Promise<void>
  close(): void
}

export function createOffsetNotes({ topic, logger }: { topic: string; logger: Logger }): OffsetNotes {
  const noted = new Map<number, number>()
  let commit: EachBatchPayload['commitOffsetsIfNecessary'] | null = null
  let isWriting = false
  const timer = setInterval(() => void write(), WRITE_EVERY_MS)
  timer.unref()

  async function write(): Promise<void> {
    if (noted.size === 0 || !commit || isWriting) return
    isWriting = true
    const partitions = [...noted].map(([partition, next]) => ({ partition, offset: String(next) }))
    noted.clear()
    try {
      await commit({ topics: [{ topic, partitions }] })
    } catch (error) {
      logger.debug?.({ topic, error }, 'offsets were not noted in Kafka') // the next note corrects it
    }
    isWriting = false
  }

  return {
    note(partition, next, payload) {
      noted.set(partition, next)
      commit = (offsets) => payload.commitOffsetsIfNecessary(offsets)
    },
    forget: () => noted.clear(),
    flush: write,
    close: () => clearInterval(timer),
  }
}
