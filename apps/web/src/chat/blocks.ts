import { isSameRow, type Row } from './rows'

/** Rows come and go from the page in blocks: few enough to be quick, many enough to scroll through. */
export const ROWS_PER_BLOCK = 32

export interface Block {
  /** Stays with these rows when older or newer ones come. */
  key: number
  rows: readonly Row[]
}

/**
 * Cuts rows into blocks, counted from the message `originId` in both directions, so that neither end moves what is already
 * there. A block whose rows are unchanged keeps its identity: React then passes it by.
 */
export function toBlocks(rows: readonly Row[], originId: string | null, before: readonly Block[]): Block[] {
  const origin = Math.max(
    0,
    rows.findIndex((row) => row.message.id === originId),
  )
  const known = new Map(before.map((block) => [block.key, block]))
  const blocks: Block[] = []
  for (let start = 0; start < rows.length;) {
    const key = Math.floor((start - origin) / ROWS_PER_BLOCK)
    const end = (key + 1) * ROWS_PER_BLOCK + origin
    blocks.push(reuse(known.get(key), { key, rows: rows.slice(start, end) }))
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
