import type { KafkaMessage } from 'kafkajs'
import type { StoredRecord } from '../event-log'

/** What is not text becomes '' or U+FFFD: whoever reads decides what to make of a poison record. */
export function toStoredRecord({ offset, key, value }: KafkaMessage): StoredRecord {
  return { offset: Number(offset), key: key?.toString('utf8') ?? '', value: value?.toString('utf8') ?? '' }
}
