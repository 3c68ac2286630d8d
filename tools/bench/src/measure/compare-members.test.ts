import { expect, test } from 'vitest'
import { readMarked, makeBody } from '../load/body'
import { createMemberView } from '../load/member-view'
import { compareMembers } from './compare-members'

test('a message that one member misses is lost, one that comes twice is doubled, and two orders are misordered', () => {
  const same = seeAll([0, 1, 2])
  const other = seeAll([0, 2, 1])
  const missing = seeAll([0, 1])
  const twice = seeAll([0, 1, 2, 2])
  expect(twice.found).toEqual(['new', 'new', 'new', 'doubled'])
  expect(judge([same, seeAll([0, 1, 2])])).toEqual({
    lost: 0,
    'arrival orders': 1,
  })
  expect(judge([same, other])).toEqual({ lost: 0, 'arrival orders': 2 })
  expect(judge([same, missing]).lost).toBe(1)
  expect(judge([missing, missing]).lost).toBe(2) // acknowledged, and no member has it
})

test('a seq below an earlier one is out of order', () => {
  const view = createMemberView()
  const found = [1, 3, 2].map((seq, index) => view.see({ room: 0, index, plannedMs: 0, seq }))
  expect(found).toEqual(['new', 'new', 'misordered'])
})

test('messages are found in a packet of any format, with their seqs', () => {
  const body = makeBody({ room: 7, index: 12, plannedMs: 1234.5 })
  expect(body).toHaveLength(200)
  const packet = `42["room:events",{"events":[{"seq":5,"event":{"body":"${body}"}}]}]`
  expect(readMarked(packet)).toEqual([{ room: 7, index: 12, plannedMs: 1234.5, seq: 5 }])
  expect(readMarked(`42["m","${body}"]`)).toEqual([{ room: 7, index: 12, plannedMs: 1234.5, seq: null }])
})

function seeAll(indexes: readonly number[]) {
  const view = createMemberView()
  const found = indexes.map((index) => view.see({ room: 0, index, plannedMs: 0, seq: null }))
  return { found, result: view.result() }
}

function judge(members: readonly ReturnType<typeof seeAll>[]) {
  const room = {
    number: 0,
    acknowledged: 3,
    members: members.map(({ result }) => result),
  }
  return compareMembers([{ rooms: [room] }])
}
