import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { countUnread, GROUP_MS, isSameRow, toRows } from './rows'

const noon = new Date(2026, 10, 23, 12).getTime()
const DAY_MS = 86_400_000
const NOBODY: ReadonlySet<string> = new Set()

function said(seq: number | null, authorId: string, at: number): TimelineMessage {
  return {
    id: `m${seq ?? 'own'}-${at}`,
    roomId: 'r',
    author: { id: authorId, name: authorId },
    body: 'hello',
    at,
    seq,
    state: seq === null ? { kind: 'sending' } : { kind: 'sent' },
    edited: false,
    deleted: false,
    reactions: [],
    changing: null,
  }
}
const starts = (messages: TimelineMessage[]) =>
  toRows(messages, { unreadAfter: null, personId: 'me', guests: NOBODY }).map((row) => row.startsGroup)

test('messages of one author within five minutes stand under one name', () => {
  const messages = [
    said(1, 'ada', noon),
    said(2, 'ada', noon + GROUP_MS),
    said(3, 'ada', noon + GROUP_MS + 1),
  ]
  expect(starts(messages)).toEqual([true, false, true])
})

test('another author, and another day, begin a new group', () => {
  const midnight = new Date(2026, 10, 24).getTime()
  expect(starts([said(1, 'ada', noon), said(2, 'bob', noon), said(3, 'ada', noon)])).toEqual([
    true,
    true,
    true,
  ])
  expect(starts([said(1, 'ada', midnight - 1), said(2, 'ada', midnight)])).toEqual([true, true])
})

test('each day is named once, even if a clock goes back over midnight', () => {
  const midnight = new Date(2026, 10, 24).getTime()
  const messages = [said(1, 'ada', midnight - 5), said(2, 'bob', midnight + 5), said(3, 'ada', midnight - 2)]
  const days = toRows(messages, { unreadAfter: null, personId: 'me', guests: NOBODY }).map((row) => row.day)
  expect(days).toEqual([midnight - DAY_MS, midnight, null])
})

test('the "New" line stands once, above the first message of another person after the mark', () => {
  const messages = [said(5, 'ada', noon), said(6, 'me', noon), said(7, 'ada', noon), said(8, 'ada', noon)]
  const lines = toRows(messages, { unreadAfter: 5, personId: 'me', guests: NOBODY }).map(
    (row) => row.isFirstUnread,
  )
  expect(lines).toEqual([false, false, true, false])
})

test('the "New" line stands above all loaded messages if the mark is further up', () => {
  const messages = [said(8, 'ada', noon), said(9, 'ada', noon)]
  const lines = toRows(messages, { unreadAfter: 5, personId: 'me', guests: NOBODY }).map(
    (row) => row.isFirstUnread,
  )
  expect(lines).toEqual([true, false])
})

test('own and unsent messages are never unread', () => {
  const messages = [said(6, 'ada', noon), said(7, 'me', noon), said(null, 'me', noon)]
  expect(countUnread(messages, 5, 'me')).toBe(1)
  expect(countUnread(messages, 6, 'me')).toBe(0)
})

test('a deleted message is not unread', () => {
  const messages = [{ ...said(5, 'ada', noon), deleted: true }, said(6, 'ada', noon)]
  expect(countUnread(messages, 4, 'me')).toBe(1)
  const rows = toRows(messages, { unreadAfter: 4, personId: 'me', guests: NOBODY })
  expect(rows.map((row) => row.isFirstUnread)).toEqual([false, true])
})

test('authors with the same name have tags; a row changes when another author of that name comes', () => {
  const named = (seq: number, id: string): TimelineMessage => ({
    ...said(seq, id, noon),
    author: { id, name: 'Ada' },
  })
  const [first, second] = [named(1, 'ada-1'), named(2, 'ada-2')]
  const rowsOf = (messages: TimelineMessage[]) =>
    toRows(messages, { unreadAfter: null, personId: 'me', guests: NOBODY })
  const [alone] = rowsOf([first])
  const [tagged, other] = rowsOf([first, second, said(3, 'bob', noon)])
  expect(alone?.tag).toBe(undefined)
  expect(tagged?.tag).toMatch(/^[0-9a-z]{4}$/)
  expect(other?.tag).not.toBe(tagged?.tag)
  expect(alone && tagged && isSameRow(alone, tagged)).toBe(false)
})

test('a row tells whether its author is a guest, and changes when that becomes known', () => {
  const messages = [said(1, 'ada', noon), said(2, 'bob', noon)]
  const before = toRows(messages, { unreadAfter: null, personId: 'me', guests: NOBODY })
  const after = toRows(messages, { unreadAfter: null, personId: 'me', guests: new Set(['ada']) })
  expect(after.map(({ isGuest }) => isGuest)).toEqual([true, false])
  expect(after.map((row, i) => isSameRow(row, before[i] ?? row))).toEqual([false, true])
})
