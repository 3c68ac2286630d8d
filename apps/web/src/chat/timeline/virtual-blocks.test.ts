import { expect, test } from 'vitest'
import type { Block } from './blocks'
import { blocksInPart, firstShown, toPieces } from './virtual-blocks'
import type { Row } from './rows'

const blocks = Array.from({ length: 1_000 }, (_, key): Block => ({ key, rows: [] }))
const heights = new Map(blocks.map(({ key }) => [key, 100]))

test('adjacent far blocks are one space of their total height', () => {
  const pieces = toPieces(blocks, heights, new Set([500, 501]))
  expect(pieces.map((piece) => (piece.kind === 'space' ? piece.height : piece.block.key))).toEqual([
    50_000, 500, 501, 49_800,
  ])
})

test('a block that was never seen is rendered', () => {
  const pieces = toPieces([{ key: -1, rows: [] }, ...blocks], heights, new Set())
  expect(pieces.map(({ kind }) => kind)).toEqual(['block', 'space'])
})

test('the blocks that reach into a part of a space are found', () => {
  expect(blocksInPart({ keys: [4, 5, 6, 7] }, heights, 150, 250)).toEqual([5, 6])
  expect(blocksInPart({ keys: [4, 5, 6, 7] }, heights, -5_000, -1)).toEqual([])
})

test('the first frame shows as many rows as fit, or all if the first unread message is above them', () => {
  const row = (isFirstUnread: boolean) => ({ isFirstUnread }) as Row
  const full = Array.from({ length: 10 }, (_, key): Block => ({
    key,
    rows: Array(8).fill(row(false)) as Row[],
  }))
  expect(firstShown(full, 20)).toBe(7)
  expect(firstShown(full, 500)).toBe(0)
  expect(firstShown([{ key: -1, rows: [row(true)] }, ...full], 20)).toBe(0)
  expect(firstShown([...full, { key: 10, rows: [row(true)] }], 20)).toBe(7)
})
