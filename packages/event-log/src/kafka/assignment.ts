import type { Consumer } from 'kafkajs'
import { refuseStart, type Marks } from '../positions'

export interface AssignmentParts {
  consumer: Consumer
  topic: string
  startAt: (partition: number) => Promise<number>
  readMarks: () => Promise<Map<number, Marks>>
  /** A start was refused, or could not be determined. */
  onFatal: (error: Error) => void
}

export interface Assignment {
  partitions: () => number[]
  /** Rises with every change of partitions: work that began in an earlier generation is void. */
  generation: () => number
  /** The offset from which a partition continues; undefined while startAt runs, and when the partition is not ours. */
  next: (partition: number) => number | undefined
  advance: (partition: number, next: number) => void
  /** A new assignment; no other call comes while the group rebalances. */
  begin: (partitions: number[]) => void
  /** Asks startAt again for a partition of ours. */
  reposition: (partition: number) => void
  /** Stops fetching a partition of ours for this time, then asks startAt again. */
  postpone: (partition: number, ms: number) => void
  /** Ends the assignment: nothing more is fetched. */
  end: () => void
}

/**
 * The partitions of a consumer and the offset from which each continues. kafkajs's own offsets are not used: from the
 * first moment of an assignment its partitions are paused until the offset store has said where they start.
 */
export function createAssignment({
  consumer,
  topic,
  startAt,
  readMarks,
  onFatal,
}: AssignmentParts): Assignment {
  const next = new Map<number, number>()
  let assigned: number[] = []
  let generation = 0

  function begin(partitions: number[]) {
    generation += 1
    assigned = [...partitions].sort((a, b) => a - b)
    next.clear()
    if (assigned.length > 0) void position(assigned)
  }

  async function position(partitions: number[]): Promise<void> {
    const asked = generation
    for (const partition of partitions) next.delete(partition)
    pause(partitions)
    try {
      const starts = await Promise.all(partitions.map(startAt))
      // Read after the answers, so the log's end is never older than the stored offset.
      const marks = await readMarks()
      if (asked !== generation) return
      for (const [index, partition] of partitions.entries()) {
        const refusal = refuseStart(partition, starts[index]!, marks.get(partition) ?? { low: 0, high: 0 })
        if (refusal) return onFatal(refusal)
      }
      for (const [index, partition] of partitions.entries()) {
        next.set(partition, starts[index]!)
        consumer.seek({ topic, partition, offset: String(starts[index]) })
      }
      consumer.resume([{ topic, partitions }])
    } catch (error) {
      if (asked === generation) onFatal(error instanceof Error ? error : new Error(String(error)))
    }
  }

  function postpone(partition: number, ms: number) {
    const postponed = generation
    next.delete(partition)
    pause([partition])
    setTimeout(() => {
      if (postponed === generation) void position([partition])
    }, ms).unref()
  }

  function pause(partitions: number[]) {
    try {
      consumer.pause([{ topic, partitions }])
    } catch {
      // kafkajs has already stopped, so nothing is fetched.
    }
  }

  return {
    partitions: () => [...assigned],
    generation: () => generation,
    next: (partition) => next.get(partition),
    advance: (partition, offset) => next.set(partition, offset),
    begin,
    reposition: (partition) => void position([partition]),
    postpone,
    end() {
      pause(assigned)
      begin([])
    },
  }
}
