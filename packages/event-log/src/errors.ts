/**
 * An append (or a question to the log) failed for now. Try again with the same id: the log may have the record all the
 * same.
 */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError'
  readonly reason: UnavailableReason
  /** False when no byte of it ever left this process. */
  readonly maybeAppended: boolean

  constructor(reason: UnavailableReason, options: { maybeAppended: boolean; cause?: unknown }) {
    super(sentences[reason], { cause: options.cause })
    this.reason = reason
    this.maybeAppended = options.maybeAppended
  }
}

/** `timeout`: no answer in time. `full`: too many records wait already. `closed`: this log was closed. */
export type UnavailableReason = 'timeout' | 'full' | 'closed'

const sentences: Record<UnavailableReason, string> = {
  timeout: 'The log did not answer in time.',
  full: 'Too many records already wait for the log.',
  closed: 'The log is closed.',
}

/** The stored offset is beyond the log's end: the log was recreated. Continuing would skip its new records. */
export class LogRecreatedError extends Error {
  override readonly name = 'LogRecreatedError'

  constructor(partition: number, start: number, end: number) {
    super(
      `Partition ${partition} of the log was recreated: reading should continue at ${start}, but the log ends at ${end}. ` +
        'Bring the log back, or see docs/recover.md.',
    )
  }
}

/** Records between the stored offset and the oldest record kept are gone. Continuing would skip them silently. */
export class LogTruncatedError extends Error {
  override readonly name = 'LogTruncatedError'

  constructor(partition: number, start: number, oldest: number) {
    super(
      `Partition ${partition} of the log has lost records: reading should continue at ${start}, ` +
        `but the next record kept is ${oldest}. Bring them back, or see docs/recover.md.`,
    )
  }
}

/** The watchdog fired: the log did not answer for too long. */
export class LogSilentError extends Error {
  override readonly name = 'LogSilentError'

  constructor(silentMs: number) {
    super(`The log has not answered the consumer for ${Math.round(silentMs)} ms.`)
  }
}

/** The log exists, but does not match the configuration (another number of partitions, settings that lose messages). */
export class LogMismatchError extends Error {
  override readonly name = 'LogMismatchError'
}

/** Whether an append that rejected with this error certainly left nothing in the log. */
export function isNotAppended(cause: unknown): boolean {
  return cause instanceof LogUnavailableError && !cause.maybeAppended
}
