import { isSameRow, type Row } from './rows'

/**
 * Rows are rendered and removed in blocks. One block must fit into a frame with all other work: 32 messages took 20 ms, 8
 * take 5.
 */
export const ROWS_PER_BLOCK = 8

export interface Block {
  /** Stays with these rows when older or newer ones come. */
  key: number
  rows: readonly Row[]
}

/**
 * Cuts rows into blocks, counted from the row `origin` in both directions, so that new rows at either end move no
 * existing one. A block with unchanged rows keeps its identity, so React skips it. `untouched`: this many rows at the
 * start and at the end are known to be unchanged and are not compared.
 */
export function toBlocks(
  rows: readonly Row[],
  origin: number,
  before: readonly Block[],
  untouched?: { start: number; end: number } | null,
): Block[] {
  const first = before[0]?.key ?? 0
  const blocks: Block[] = []
  for (let start = 0; start < rows.length;) {
    const key = Math.floor((start - origin) / ROWS_PER_BLOCK)
    const end = Math.min(rows.length, (key + 1) * ROWS_PER_BLOCK + origin)
    const known = before[key - first]
    const isKnown =
      untouched &&
      known?.rows.length === end - start &&
      (end <= untouched.start || start >= rows.length - untouched.end)
    blocks.push(isKnown ? known : reuse(known, { key, rows: rows.slice(start, end) }))
    start = end
  }
  return blocks
}

function reuse(before: Block | undefined, now: Block): Block {
  const isSame =
    before?.rows.length === now.rows.length &&
    before.rows.every((row, i) => isSameRow(row, now.rows[i] ?? row))
  return isSame ? before : now
}
