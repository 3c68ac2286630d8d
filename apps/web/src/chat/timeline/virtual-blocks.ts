import type { Block } from './blocks'

/** A rendered piece: a block near the view, or the space of all blocks between two such blocks. */
export type Piece =
  { kind: 'block'; block: Block } | { kind: 'space'; keys: readonly number[]; height: number }

/** A block is far when its height is known and it is not near. */
export function toPieces(
  blocks: readonly Block[],
  heights: ReadonlyMap<number, number>,
  near: ReadonlySet<number>,
): Piece[] {
  const pieces: Piece[] = []
  let keys: number[] = []
  let height = 0
  const endSpace = () => {
    if (keys.length > 0) pieces.push({ kind: 'space', keys, height })
    keys = []
    height = 0
  }
  for (const block of blocks) {
    const known = near.has(block.key) ? undefined : heights.get(block.key)
    if (known === undefined) {
      endSpace()
      pieces.push({ kind: 'block', block })
    } else {
      keys.push(block.key)
      height += known
    }
  }
  endSpace()
  return pieces
}

/**
 * The first block of a room's first frame: the last blocks, until this many rows are reached. All blocks if the first
 * unread message is further up, because the room opens there.
 */
export function firstShown(blocks: readonly Block[], rowCount: number): number {
  let first = blocks.length
  for (let rows = 0; first > 0 && rows < rowCount;) rows += blocks[--first]?.rows.length ?? 0
  const isUnreadAbove = blocks.slice(0, first).some(({ rows }) => rows.some((row) => row.isFirstUnread))
  return isUnreadAbove ? 0 : first
}

/** The blocks that overlap a part of a space. Pixels from its top. */
export function blocksInPart(
  { keys }: { keys: readonly number[] },
  heights: ReadonlyMap<number, number>,
  from: number,
  to: number,
): number[] {
  const found: number[] = []
  let top = 0
  for (const key of keys) {
    const bottom = top + (heights.get(key) ?? 0)
    if (top > to) break
    if (bottom >= from) found.push(key)
    top = bottom
  }
  return found
}
