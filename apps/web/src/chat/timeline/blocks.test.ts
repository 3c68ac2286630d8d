import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { ROWS_PER_BLOCK, toBlocks } from './blocks'
import type { Row } from './rows'

const messages = new Map<number, TimelineMessage>()
function message(seq: number): TimelineMessage {
  const known = messages.get(seq)
  if (known) return known
  const made: TimelineMessage = {
    id: `m${seq}`,
    roomId: 'r',
    author: { id: 'ada', name: 'Ada' },
    body: String(seq),
    at: seq,
    seq,
    state: { kind: 'sent' },
    edited: false,
    deleted: false,
    reactions: [],
    changing: null,
  }
  messages.set(seq, made)
  return made
}
function rows(from: number, to: number): Row[] {
  return Array.from({ length: to - from }, (_, i) => ({
    message: message(from + i),
    startsGroup: false,
    day: null,
    isFirstUnread: false,
    tag: undefined,
    isGuest: false,
  }))
}

test('blocks hold every row once, in order', () => {
  const all = rows(0, 1_000)
  expect(toBlocks(all, 500, []).flatMap((block) => block.rows)).toEqual(all)
})

test('older and newer rows leave full blocks unchanged', () => {
  const before = toBlocks(rows(1_000, 1_018), 0, [])
  const after = toBlocks(rows(985, 1_020), 15, before)
  expect(after.map((block) => block.key)).toEqual([-2, -1, 0, 1, 2])
  expect(after.find((block) => block.key === 0)).toBe(before[0])
  expect(after.find((block) => block.key === 1)).toBe(before[1])
  expect(after.find((block) => block.key === 2)).not.toBe(before[2])
  expect(after.slice(1, 4).every((block) => block.rows.length === ROWS_PER_BLOCK)).toBe(true)
})

test('a changed row changes only its own block', () => {
  const all = rows(0, 32)
  const before = toBlocks(all, 0, [])
  const changed = all.map((row, i) => (i === 10 ? { ...row, startsGroup: true } : row))
  const after = toBlocks(changed, 0, before)
  expect(after.map((block, i) => block === before[i])).toEqual([true, false, true, true])
})

test('without rows there are no blocks', () => {
  expect(toBlocks([], 0, [])).toEqual([])
})
