import type { NewerRecord } from './partition-batch'

/**
 * The next record of a partition was written by a newer version. Everything before it is stored. It is an acknowledged event,
 * so the partition waits: only a persister of that version may go on with it.
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
