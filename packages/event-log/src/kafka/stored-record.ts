import type { KafkaMessage } from 'kafkajs'
import type { StoredRecord } from '../event-log'

/** Content that is not text becomes '' or U+FFFD: the reader decides how to treat a poison record. */
export function toStoredRecord({ offset, key, value }: KafkaMessage): StoredRecord {
  return { offset: Number(offset), key: key?.toString('utf8') ?? '', value: value?.toString('utf8') ?? '' }
}
