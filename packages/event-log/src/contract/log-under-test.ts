import type { RunningEngine } from '@parley/engines'
import type { ConsumeOptions, EventLog, LogConsumer, StoredRecord } from '../event-log'
import { createKafkaLog, type KafkaLogOptions } from '../kafka/kafka-log'
import { createRedisStreamsLog, type RedisStreamsLogOptions } from '../redis-streams/redis-streams-log'

/** Everything that a process needs to open a log; plain data, so that it can be passed to a child process. */
export type LogSpec =
  { kind: 'kafka'; options: KafkaLogOptions } | { kind: 'redis'; options: RedisStreamsLogOptions }

export function openLog(spec: LogSpec): Promise<EventLog> {
  return spec.kind === 'kafka' ? createKafkaLog(spec.options) : createRedisStreamsLog(spec.options)
}

/** The parts that an adapter's test file provides. The engine belongs to that file alone: tests freeze and kill it. */
export interface Adapter {
  engine(): RunningEngine
  /** A log that no other test uses. Short times: a consumer that is silent for `deadAfterMs` is replaced. */
  spec(options?: { partitions?: number; appendTimeoutMs?: number; silenceMs?: number }): LogSpec
  deadAfterMs: number
  appendRaw(
    spec: LogSpec,
    partition: number,
    record: { key: Buffer | null; value: Buffer | null },
  ): Promise<void>
  /** Deletes the log and creates it again, empty. */
  recreate(spec: LogSpec): Promise<void>
  /** Deletes the records below the offset. */
  truncate(spec: LogSpec, partition: number, below: number): Promise<void>
}

/** Opens logs for a test, and closes them. Each log has a group of its own: Kafka's groups span topics. */
export function createOpener() {
  const groups = new WeakMap<EventLog, string>()
  const closers: (() => Promise<void>)[] = []

  return {
    async open(spec: LogSpec): Promise<EventLog> {
      const log = await openLog(spec)
      groups.set(log, groupOf(spec))
      closers.push(() => log.close())
      return log
    },
    /** Consumes from the beginning by default, and keeps the records. */
    async follow(log: EventLog, options: Partial<ConsumeOptions> = {}): Promise<Follower> {
      const follower: Follower = {
        records: [],
        batches: [],
        fatal: [],
        consumer: undefined as unknown as LogConsumer,
      }
      follower.consumer = await log.consume({
        group: groups.get(log)!,
        startAt: async () => 0,
        onBatch: async ({ partition, records }) => {
          follower.batches.push(records.length)
          follower.records.push(...records.map((record) => ({ ...record, partition })))
        },
        onFatal: (error) => follower.fatal.push(error),
        ...options,
      })
      closers.push(() => follower.consumer.close())
      return follower
    },
    onClose(close: () => Promise<void>) {
      closers.push(close)
    },
    async closeAll(): Promise<void> {
      for (const close of closers.splice(0).reverse()) await close()
    },
  }
}

export function groupOf({ kind, options }: LogSpec): string {
  return `persister of ${kind === 'kafka' ? options.topic : options.prefix}`
}

export interface Follower {
  records: (StoredRecord & { partition: number })[]
  batches: number[]
  fatal: Error[]
  consumer: LogConsumer
}

export async function readAll(
  log: EventLog,
  partition: number,
  from = 0,
  to = Infinity,
): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  for await (const record of log.read(partition, from, to)) records.push(record)
  return records
}

export const say = (key: string, ...values: (string | number)[]) =>
  values.map((value) => ({ key, value: String(value) }))

export const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => index + from)
