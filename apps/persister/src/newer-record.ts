import type { NewerRecord } from './partition-batch'

/**
 * A newer version wrote the next record of a partition. Everything before it is stored. The record is an acknowledged
 * event, so the partition waits: only a persister of that version may continue it.
 */
export class NewerRecordError extends Error {
  override readonly name = 'NewerRecordError'
  readonly offset: number

  constructor(
    readonly partition: number,
    { offset, reason }: NewerRecord,
  ) {
    super(`Record ${offset} of partition ${partition} was written by a newer version (${reason}).`)
    this.offset = offset
  }
}
