import { expect, test } from 'vitest'
import type { SequencedMessage } from '@parley/protocol'
import { applyNewestPage, applyPacket, emptyTimeline } from './timeline'
import { snapshotOf } from './timeline-snapshot'

const event = (seq: number, epoch = 1): SequencedMessage => ({
  seq,
  epoch,
  event: { kind: 'message', id: `m${seq}`, roomId: 'r', authorId: 'a', authorName: 'A', body: `text ${seq}`, at: 7 }, // prettier-ignore
})
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i))
const page = (from: number, to: number, more = false) => ({
  epoch: 1,
  seq: to,
  events: events(from, to),
  more,
})
const seqsOf = (snapshot: ReturnType<typeof snapshotOf>) => snapshot?.events.map(({ seq }) => seq)

test('a timeline that begins with its snapshot shows the same, and continues from the same position', () => {
  const before = applyNewestPage(emptyTimeline('r'), page(1, 30, true))
  const snapshot = snapshotOf(before)
  expect(snapshot).toEqual(page(1, 30, true))
  const after = applyNewestPage(emptyTimeline('r'), snapshot ?? page(1, 1))
  expect(after).toEqual(before)
})

test('nothing is stored of a room that was not loaded', () => {
  expect(snapshotOf(emptyTimeline('r'))).toBe(null)
})

test('the last 50 are stored; older ones can be loaded again', () => {
  const long = applyNewestPage(emptyTimeline('r'), page(1, 80))
  const snapshot = snapshotOf(long)
  expect(seqsOf(snapshot)).toEqual(events(31, 80).map(({ seq }) => seq))
  expect(snapshot?.more).toBe(true)
})

test('messages beyond a gap are left out: the next sync asks from before the gap', () => {
  const holed = applyPacket(applyNewestPage(emptyTimeline('r'), page(1, 3)), {
    roomId: 'r',
    epoch: 1,
    events: [{ seq: 6, event: event(6).event }],
  })
  const snapshot = snapshotOf(holed)
  expect(seqsOf(snapshot)).toEqual([1, 2, 3])
  expect(snapshot?.seq).toBe(3)
})

test.each([
  [1, false, false],
  [50, false, false],
  [51, false, true],
  [1, true, true],
])('of %i messages with older ones on the server (%s) there are more: %s', (count, hasOlder, more) => {
  expect(snapshotOf(applyNewestPage(emptyTimeline('r'), page(1, count, hasOlder)))?.more).toBe(more)
})

test('a message of a newer epoch is left to the reload', () => {
  const timeline = applyNewestPage(emptyTimeline('r'), page(1, 3))
  const snapshot = snapshotOf({ ...timeline, messages: [event(1), event(2, 2)] })
  expect(seqsOf(snapshot)).toEqual([1])
})
