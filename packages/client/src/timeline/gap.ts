// How far a room is known without a gap, and the known parts beyond. The cursor passes a seq only when its event was seen
// or a server answered for it: skipping a gap would hide a message for ever (delivery.md, 2.5).

/**
 * How long a gap may close by itself before we ask. Milliseconds. Servers send events in one order, but the answer to an
 * own message may come a moment before the messages right below it.
 */
export const GAP_TIMEOUT_MS = 250

export interface Seen {
  /** Everything up to this seq is known. */
  readonly cursor: number
  /** Ranges beyond the cursor, ascending; they touch neither it nor each other. */
  readonly beyond: readonly Range[]
}

interface Range {
  readonly from: number
  readonly to: number
}

export function seenUpTo(cursor: number): Seen {
  return { cursor, beyond: [] }
}

/** An event with this seq came. */
export function see(seen: Seen, seq: number): Seen {
  return cover(seen, { from: seq, to: seq })
}

/** A server answered for everything between the cursor of the request and `upTo`. */
export function answeredUpTo(seen: Seen, upTo: number): Seen {
  return cover(seen, { from: seen.cursor + 1, to: upTo })
}

export function hasGap(seen: Seen): boolean {
  return seen.beyond.length > 0
}

function cover(seen: Seen, added: Range): Seen {
  if (added.to <= seen.cursor) return seen
  const ranges: Range[] = []
  let merged = added
  for (const range of seen.beyond) {
    if (range.to + 1 < merged.from || merged.to + 1 < range.from) ranges.push(range)
    else merged = { from: Math.min(range.from, merged.from), to: Math.max(range.to, merged.to) }
  }
  ranges.push(merged)
  ranges.sort((a, b) => a.from - b.from)
  const first = ranges[0] as Range
  if (first.from > seen.cursor + 1) return { cursor: seen.cursor, beyond: ranges }
  return { cursor: first.to, beyond: ranges.slice(1) }
}
