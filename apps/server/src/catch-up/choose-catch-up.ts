import type { StreamPosition } from '@parley/protocol'

export type CatchUp = { kind: 'nothing' } | { kind: 'tail' } | { kind: 'database' } | { kind: 'reload' }

/** Where to read the events that a client missed. Everything up to `persistedSeq` is in PostgreSQL, everything above it in the tail. */
export function chooseCatchUp(
  cursor: StreamPosition,
  head: StreamPosition & { persistedSeq: number },
): CatchUp {
  if (cursor.epoch !== head.epoch || cursor.seq > head.seq) return { kind: 'reload' }
  if (cursor.seq === head.seq) return { kind: 'nothing' }
  return cursor.seq >= head.persistedSeq ? { kind: 'tail' } : { kind: 'database' }
}
