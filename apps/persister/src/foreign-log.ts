/**
 * The record right below PostgreSQL's offset is not in PostgreSQL: the log was recreated and is longer than the old one
 * was, or the offset was set past records. Continuing would skip them silently.
 */
export class ForeignLogError extends Error {
  override readonly name = 'ForeignLogError'

  constructor(partition: number, offset: number, next: number) {
    super(
      `Partition ${partition} is stored up to ${next}, but its record ${offset} is not stored: this is not the log that was ` +
        'read, or the stored offset was moved. See docs/recover.md.',
    )
  }
}
