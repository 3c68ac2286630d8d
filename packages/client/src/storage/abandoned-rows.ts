import type { PersonId } from '@parley/protocol'
interface Left {
  readonly personId: PersonId
  readonly entry: { readonly writtenAt: number }
}

/** A person who did not come back for unsent messages within this time will not. Milliseconds. */
const ABANDONED_AFTER_MS = 30 * 24 * 3_600_000
/** Rows that all other people together may leave on this device; above it the oldest are deleted first. */
const MOST_LEFT_BEHIND = 500

/**
 * Unsent messages of people who used this browser before and cannot come back, like guests whose session is over. Never
 * those of the current person, who alone decides about them. `rows` are in the order of writing.
 */
export function abandonedRows<Row extends Left>(
  rows: readonly Row[],
  personId: PersonId,
  now: number,
): Row[] {
  const others = rows.filter((row) => row.personId !== personId)
  const tooMany = others.length - MOST_LEFT_BEHIND
  return others.filter((row, index) => index < tooMany || now - row.entry.writtenAt > ABANDONED_AFTER_MS)
}
