import type { Cursor } from '@parley/protocol'

export type CatchUp = { kind: 'nothing' } | { kind: 'tail' } | { kind: 'database' } | { kind: 'reload' }

/** Where what a client missed is to be read. `floor`: everything up to it is in PostgreSQL, everything above in the tail. */
export function chooseCatchUp(
  cursor: Pick<Cursor, 'epoch' | 'seq'>,
  head: { epoch: number; seq: number; floor: number },
): CatchUp {
  if (cursor.epoch !== head.epoch || cursor.seq > head.seq) return { kind: 'reload' }
  if (cursor.seq === head.seq) return { kind: 'nothing' }
  return cursor.seq >= head.floor ? { kind: 'tail' } : { kind: 'database' }
}
