/**
 * The log decides what was said: a record exists once `append` has resolved. Two adapters (Kafka, Redis Streams) keep
 * the same promises, and one contract suite (contract.ts) holds them to it.
 */

/** One thing said. The log knows only strings: `key` is the room, whose records keep their order. */
export interface LogRecord {
  key: string
  value: string
}

/** A record that came out of the log. What is not text there (no key, no value, broken UTF-8) comes as '' or U+FFFD. */
export interface StoredRecord extends LogRecord {
  offset: number
}

export interface LogBatch {
  readonly partition: number
  /** Neighbours in the log, rising, without gaps. */
  readonly records: StoredRecord[]
  /** When the log handed these records over. Monotonic milliseconds, comparable with performance.now(). */
  readonly readAtMs: number
  /** More records of the partition stood in the log at that moment. */
  readonly isBehind: boolean
  /**
   * False once the partition moved to another consumer, or may have. It stays false: what onBatch then does is not
   * counted, and startAt is asked anew if the partition comes back.
   */
  isOwned(): boolean
  /** To be called at least every 5 s while working long; else the partition goes to another consumer. Never rejects. */
  keepAlive(): Promise<void>
}

/** The batch is not done with. The partition is handed over again after this time, from where startAt says then. */
export interface NotYet {
  againInMs: number
}

export interface ConsumeOptions {
  group: string
  /**
   * Where a partition starts (0 = beginning); asked at every assignment of whoever stores the offsets. It may take as
   * long as its store needs; when it rejects, that is fatal.
   */
  startAt(partition: number): Promise<number>
  /**
   * Gets at most MAX_BATCH_RECORDS and MAX_BATCH_BYTES (more only for one record that is larger by itself). Resolved =
   * done with: the next batch of that partition comes, and the offset is noted in the log, for lag graphs only. Resolved to
   * NotYet, its partition pauses, and the others go on.
   */
  onBatch(batch: LogBatch): Promise<NotYet | void>
  /**
   * Called once, after which no batch comes: offset out of range, onBatch or startAt threw, the consumer hangs. The
   * consumer is crash-only: leave the process and let the next one take the partitions.
   */
  onFatal(error: Error): void
  /** How many partitions may be in onBatch at once. Default 1. */
  partitionsAtOnce?: number
}

export interface LogConsumer {
  /** The partitions that this consumer has now, rising. */
  assigned(): number[]
  /** When the log last answered. Monotonic milliseconds, comparable with performance.now(). */
  lastActivityMs(): number
  /** Waits for the batch in hand, leaves the group, so that others take over at once. Safe to call twice. */
  close(): Promise<void>
}

export interface EventLog {
  readonly partitions: number
  /** The same in both adapters, and the same as Kafka's Java client. */
  partitionOf(key: string): number
  /**
   * Resolves when all records are durable. Rejects with LogUnavailableError: they are perhaps said, perhaps not.
   * What was given for one key earlier never comes after what was given later, unless the earlier append rejected.
   * May write a record twice; readers drop repeats by the id in the record.
   */
  append(records: LogRecord[]): Promise<void>
  /** As last known. Comes back by itself: while the log is away it is asked four times a second. */
  isAvailable(): boolean
  /** The offset of the next record. Whatever was acknowledged before the call is below it. Rejects with LogUnavailableError. */
  end(partition: number): Promise<number>
  /** Resolves when the consumer has joined its group; rejects with LogUnavailableError when it cannot. */
  consume(options: ConsumeOptions): Promise<LogConsumer>
  /**
   * The records from `from` up to, not including, `to`, outside any group. Ends at the log's end of the moment it began,
   * if that is below `to`; begins at the oldest record kept, if that is above `from`.
   */
  read(partition: number, from: number, to: number): AsyncIterable<StoredRecord>
  /** Appends what waits, or gives it up after its timeout, and lets go of everything. Safe to call twice. */
  close(): Promise<void>
}

/** Called with how many records an attempt to append had that failed: it is repeated, and each may stand in the log twice. */
export type OnAttemptFailed = (records: number) => void
