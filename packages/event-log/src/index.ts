export {
  LogMismatchError,
  LogRecreatedError,
  LogSilentError,
  LogTruncatedError,
  LogUnavailableError,
  isNotAppended,
} from './errors'
export type { UnavailableReason } from './errors'
export type {
  ConsumeOptions,
  EventLog,
  LogBatch,
  LogConsumer,
  LogRecord,
  NotYet,
  OnAttemptFailed,
  StoredRecord,
} from './event-log'
export { MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from './batch-slices'
export { APPEND_TIMEOUT_MS } from './append-queue'
export type { Logger } from './logger'
export { partitionOf } from './partition'
export { createKafkaLog, type KafkaLogOptions } from './kafka/kafka-log'
export { openEventLog, type OpenEventLogOptions } from './open-event-log'
export { createRedisStreamsLog, type RedisStreamsLogOptions } from './redis-streams/redis-streams-log'
