// How far one client knows a room without a gap. Pure.

export interface RawView {
  epoch: number
  cursor: number
  /** Seen beyond the cursor. */
  beyond: Set<number>
}

export function viewFrom({ epoch, seq }: { epoch: number; seq: number }): RawView {
  return { epoch, cursor: seq, beyond: new Set() }
}

/** An event of this epoch came. */
export function note(view: RawView, seq: number): void {
  if (seq <= view.cursor) return
  view.beyond.add(seq)
  while (view.beyond.delete(view.cursor + 1)) view.cursor += 1
}

/** A server answered for everything up to this seq. */
export function answered(view: RawView, seq: number): void {
  if (seq > view.cursor) view.cursor = seq
  for (const each of view.beyond) if (each <= view.cursor) view.beyond.delete(each)
  while (view.beyond.delete(view.cursor + 1)) view.cursor += 1
}

export function hasGap(view: RawView): boolean {
  return view.beyond.size > 0
}
