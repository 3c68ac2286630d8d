/**
 * The log decides which messages exist: a record exists once `append` has resolved. Two adapters (Kafka, Redis Streams)
 * keep the same promises; one contract suite (contract.ts) checks both.
 */

/** One record. The log knows only strings: `key` is the room, whose records keep their order. */
export interface LogRecord {
  key: string
  value: string
}

/** A record read from the log. Content that is not text (no key, no value, broken UTF-8) becomes '' or U+FFFD. */
export interface StoredRecord extends LogRecord {
  offset: number
}

export interface LogBatch {
  readonly partition: number
  /** Consecutive records of the log, ascending, without gaps. */
  readonly records: StoredRecord[]
  /** When the log returned these records. Monotonic milliseconds, comparable with performance.now(). */
  readonly readAtMs: number
  /** The log held more records of the partition at that moment. */
  readonly isBehind: boolean
  /**
   * False when the partition has moved to another consumer, or may have. It stays false: the result of onBatch is then
   * not counted, and startAt is called again if the partition comes back.
   */
  isOwned(): boolean
  /** Call it at least every 5 s during long work; otherwise the partition goes to another consumer. Never rejects. */
  keepAlive(): Promise<void>
}

/**
 * The batch is not finished. The partition is handed over again after this time, from the offset that startAt returns
 * then.
 */
export interface NotYet {
  againInMs: number
}

export interface ConsumeOptions {
  group: string
  /**
   * Where a partition starts (0 = beginning), called at every assignment. It may take as long as the offset store needs;
   * a rejection is fatal.
   */
  startAt(partition: number): Promise<number>
  /**
   * Gets at most MAX_BATCH_RECORDS and MAX_BATCH_BYTES (more only for one record that is larger by itself). When it
   * resolves, the batch is finished: the next batch of that partition comes, and the offset is noted in the log, for lag
   * graphs only. When it resolves to NotYet, its partition pauses, and the others continue.
   */
  onBatch(batch: LogBatch): Promise<NotYet | void>
  /**
   * Called once; no batch comes afterwards. Reasons: offset out of range, onBatch or startAt threw, the consumer hangs.
   * The consumer is crash-only: exit the process and let the next one take the partitions.
   */
  onFatal(error: Error): void
  /** Maximum number of partitions in onBatch at once. Default 1. */
  partitionsAtOnce?: number
}

export interface LogConsumer {
  /** The partitions that this consumer has now, ascending. */
  assigned(): number[]
  /** When the log last answered. Monotonic milliseconds, comparable with performance.now(). */
  lastActivityMs(): number
  /** Waits for the current batch and leaves the group, so that others take over at once. Safe to call twice. */
  close(): Promise<void>
}

export interface EventLog {
  readonly partitions: number
  /** The same in both adapters, and the same as Kafka's Java client. */
  partitionOf(key: string): number
  /**
   * Resolves when all records are durable. Rejects with LogUnavailableError: the log may or may not have them. An earlier
   * append of one key never comes after a later one, unless the earlier append rejected. May write a record twice;
   * readers drop repeats by the id in the record.
   */
  append(records: LogRecord[]): Promise<void>
  /** The last known state. It recovers without help: while the log is down it is probed four times a second. */
  isAvailable(): boolean
  /**
   * The offset of the next record. Every record acknowledged before the call is below it. Rejects with
   * LogUnavailableError.
   */
  end(partition: number): Promise<number>
  /** Resolves when the consumer has joined its group; rejects with LogUnavailableError when it cannot. */
  consume(options: ConsumeOptions): Promise<LogConsumer>
  /**
   * The records from `from` up to, not including, `to`, outside any group. Ends at the log's end at the moment of the
   * call, if that is below `to`; begins at the oldest record kept, if that is above `from`.
   */
  read(partition: number, from: number, to: number): AsyncIterable<StoredRecord>
  /**
   * Appends the waiting records, or gives them up after their timeout, and releases all resources. Safe to call twice.
   */
  close(): Promise<void>
}

/**
 * Called with the number of records in a failed attempt to append: it is repeated, and each record may stand in the log
 * twice.
 */
export type OnAttemptFailed = (records: number) => void
