import { LogRecreatedError, LogTruncatedError } from './errors'

/** The range of a partition: from the oldest record kept up to, not including, the next one. */
export interface Marks {
  low: number
  high: number
}

/**
 * Why reading cannot start there, or null when it can. Both a start too early and one too late would skip records
 * silently.
 */
export function refuseStart(partition: number, start: number, { low, high }: Marks): Error | null {
  if (start > high) return new LogRecreatedError(partition, start, high)
  if (start < low) return new LogTruncatedError(partition, start, low)
  return null
}
