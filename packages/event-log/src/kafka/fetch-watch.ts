/** kafkajs starts a failed fetch again well within this time, as long as it still needs that broker. Milliseconds. */
const GIVEN_UP_MS = 20_000

export interface FetchWatch {
  started: (broker: string) => void
  answered: (broker: string) => void
  /** How long the most silent of the queried brokers has not answered. Milliseconds. */
  silentMs: () => number
}

/**
 * Detects one silent broker among several: the others keep the consumer looking alive while the partitions of that one
 * stand still.
 */
export function createFetchWatch(): FetchWatch {
  const unanswered = new Map<string, { sinceMs: number; askedMs: number }>()

  return {
    started(broker) {
      const now = performance.now()
      unanswered.set(broker, { sinceMs: unanswered.get(broker)?.sinceMs ?? now, askedMs: now })
    },
    answered(broker) {
      unanswered.delete(broker)
    },
    silentMs() {
      const now = performance.now()
      let longest = 0
      for (const [broker, { sinceMs, askedMs }] of unanswered) {
        // No longer queried: its partitions have moved to other brokers.
        if (now - askedMs > GIVEN_UP_MS) unanswered.delete(broker)
        else longest = Math.max(longest, now - sinceMs)
      }
      return longest
    },
  }
}
