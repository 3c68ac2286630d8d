/** The limits of one batch: a script call stays small, however many items wait. */
export interface BatchLimits {
  maxItems: number
  maxBytes: number
}

export interface Batcher<T> {
  add(item: T, bytes: number): void
  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void>
}

/**
 * Natural batching, without timers: while one batch is in flight the next one gathers. When idle, an item goes at once;
 * when busy, batches grow and each item gets cheaper. `flush` must not reject: it answers each item itself.
 */
export function createRoomBatcher<T>(flush: (items: T[]) => Promise<void>, most: BatchLimits): Batcher<T> {
  let waiting: { item: T; bytes: number }[] = []
  let inFlight: Promise<void> | null = null

  function add(item: T, bytes: number) {
    waiting.push({ item, bytes })
    inFlight ??= drain()
  }

  async function drain() {
    // Items of the same turn of the event loop go out together.
    await Promise.resolve()
    while (waiting.length > 0) await flush(takeBatch())
    inFlight = null
  }

  function takeBatch(): T[] {
    let bytes = 0
    let count = 0
    for (const next of waiting) {
      if (count === most.maxItems || (count > 0 && bytes + next.bytes > most.maxBytes)) break
      bytes += next.bytes
      count += 1
    }
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return batch.map(({ item }) => item)
  }

  async function idle() {
    while (inFlight) await inFlight
  }

  return { add, idle }
}
