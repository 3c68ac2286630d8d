import { expect, test } from 'vitest'
import type { ClientOutput, SequencedEvent, SequencedMessage } from '@parley/protocol'
import {
  applyHead,
  applyNewestPage,
  applyOlderPage,
  applyOwn,
  applyPacket,
  applySync,
  beforeQuestion,
  emptyTimeline,
  needOf,
  type RoomTimeline,
} from './timeline'

const E1 = 1_000
const E2 = 2_000

const said = (id: string, seq: number, epoch = E1, authorId = 'other'): SequencedMessage => ({
  seq,
  epoch,
  event: { kind: 'message', id, roomId: 'r', authorId, authorName: 'Ada', body: `body ${id}`, at: seq },
})
const packet = (...events: SequencedEvent[]) => ({
  roomId: 'r',
  epoch: events[0]?.epoch ?? E1,
  events: events.map(({ seq, event }) => ({ seq, event })),
})
const page = (
  epoch: number,
  seq: number,
  events: SequencedMessage[],
  more = false,
): ClientOutput<'history:page'> => ({ epoch, seq, events, more })
const answer = (epoch: number, seq: number, ...events: SequencedEvent[]) => ({
  kind: 'events' as const,
  roomId: 'r',
  epoch,
  seq,
  events,
})
const ready = (...events: SequencedMessage[]) =>
  applyNewestPage(emptyTimeline('r'), page(E1, events.at(-1)?.seq ?? E1, events))
const edited = (id: string, messageId: string, seq: number, epoch = E1): SequencedEvent => ({
  seq,
  epoch,
  event: { kind: 'edit', id, roomId: 'r', authorId: 'other', authorName: 'Ada', at: seq, messageId, body: `${id} of ${messageId}` }, // prettier-ignore
})
const bodies = (timeline: RoomTimeline) => timeline.messages.map(({ event }) => event.body)
const ids = (timeline: RoomTimeline) => timeline.messages.map(({ event }) => event.id)

test('a packet that comes in order is shown and moves the cursor', () => {
  const timeline = applyPacket(ready(said('a', 1001)), packet(said('b', 1002), said('c', 1003)))
  expect(ids(timeline)).toEqual(['a', 'b', 'c'])
  expect(timeline.seen.cursor).toBe(1003)
  expect(needOf(timeline)).toBe('nothing')
})

test('a message beyond a gap is shown, the cursor stays below, and the gap is requested', () => {
  const holed = applyPacket(ready(said('a', 1001)), packet(said('c', 1003)))
  expect(ids(holed)).toEqual(['a', 'c'])
  expect(holed.seen.cursor).toBe(1001)
  expect(needOf(holed)).toBe('sync')
  const asked = { epoch: E1, seq: 1001 }
  const healed = applySync(holed, asked, answer(E1, 1003, said('b', 1002), said('c', 1003)), 'me')
  expect(ids(healed)).toEqual(['a', 'b', 'c'])
  expect(needOf(healed)).toBe('nothing')
})

test('a head beyond the cursor is requested', () => {
  expect(needOf(applyHead(ready(said('a', 1001)), { epoch: E1, seq: 1002 }))).toBe('sync')
  expect(needOf(applyHead(ready(said('a', 1001)), { epoch: E1, seq: 1001 }))).toBe('nothing')
  expect(needOf(applyHead(ready(said('a', 1001)), { epoch: E2, seq: 2000 }))).toBe('page')
})

test('repeats are dropped by id and by position, and their seqs still count as seen', () => {
  const start = ready(said('a', 1001))
  const repeated = applyPacket(applyPacket(start, packet(said('a', 1001))), packet(said('a', 1002)))
  expect(repeated.messages).toBe(start.messages)
  expect(repeated.seen.cursor).toBe(1002)
  expect(ids(applyPacket(start, packet(said('x', 1001))))).toEqual(['a'])
})

test('packets that overtake the first page are kept for it', () => {
  const early = applyPacket(emptyTimeline('r'), packet(said('c', 1003)))
  const timeline = applyNewestPage(early, page(E1, 1002, [said('a', 1001), said('b', 1002)]))
  expect(ids(timeline)).toEqual(['a', 'b', 'c'])
  expect(timeline.seen.cursor).toBe(1003)
})

test('an older page is added above, unless a reload came between', () => {
  const timeline = applyNewestPage(emptyTimeline('r'), page(E1, 1004, [said('d', 1004)], true))
  const older = page(E1, 1004, [said('b', 1002), said('c', 1003)], true)
  expect(ids(applyOlderPage(timeline, timeline, older))).toEqual(['b', 'c', 'd'])
  const reloaded = applyNewestPage(timeline, page(E1, 1005, [said('d', 1004)], true))
  expect(ids(applyOlderPage(reloaded, timeline, older))).toEqual(['d'])
})

test('too much missed: the reload drops cached history, which can be loaded again', () => {
  const timeline = applyNewestPage(ready(said('a', 1001, E1, 'me')), page(E1, 1900, [said('z', 1900)], true))
  expect(ids(timeline)).toEqual(['z'])
  expect(timeline.hasOlder).toBe(true)
  expect(needOf(timeline)).toBe('nothing')
})

test('a new epoch: shown at once, reloaded, and an own acknowledged message stays until it has its new position', () => {
  const before = applyOwn(ready(said('a', 1001)), said('mine', 1002, E1, 'me'))
  const news = applyPacket(before, packet(said('b', 2001, E2)))
  expect(ids(news)).toEqual(['a', 'mine', 'b'])
  expect(needOf(news)).toBe('page')
  const reloaded = applyNewestPage(news, page(E2, 2001, [said('a', 1001), said('b', 2001, E2)]))
  expect(ids(reloaded)).toEqual(['a', 'mine', 'b'])
  expect(needOf(reloaded)).toBe('sync')
  const recovered = applyPacket(reloaded, packet(said('mine', 2002, E2, 'me')))
  expect(ids(recovered)).toEqual(['a', 'b', 'mine'])
  const synced = applySync(recovered, { epoch: E2, seq: 2002 }, answer(E2, 2002), 'me')
  expect(ids(synced)).toEqual(['a', 'b', 'mine'])
  expect(needOf(synced)).toBe('nothing')
})

test('after a sync messages that are found nowhere go, but never an own message', () => {
  const before = ready(said('a', 1001), said('b', 1002), said('mine', 1003, E1, 'me'))
  const reloaded = applyNewestPage(before, page(E2, 2000, [said('a', 1001)]))
  expect(ids(reloaded)).toEqual(['a', 'b', 'mine'])
  const synced = applySync(reloaded, { epoch: E2, seq: 2000 }, answer(E2, 2000), 'me')
  expect(ids(synced)).toEqual(['a', 'mine'])
})

test('an acknowledgement of an old epoch is still shown, and looked up', () => {
  const timeline = applyNewestPage(emptyTimeline('r'), page(E2, 2001, [said('b', 2001, E2)]))
  const acknowledged = applyOwn(timeline, said('mine', 1002, E1, 'me'))
  expect(ids(acknowledged)).toEqual(['mine', 'b'])
  expect(needOf(acknowledged)).toBe('sync')
})

test('packets of an old epoch change nothing', () => {
  const timeline = applyNewestPage(emptyTimeline('r'), page(E2, 2001, [said('b', 2001, E2)]))
  expect(applyPacket(timeline, packet(said('old', 1009)))).toBe(timeline)
})

test('an answer to an outdated cursor moves nothing', () => {
  const timeline = ready(said('a', 1001))
  const late = applySync(timeline, { epoch: E1, seq: 1005 }, answer(E1, 1006, said('f', 1006)), 'me')
  expect(late.seen.cursor).toBe(1001)
  expect(needOf(late)).toBe('sync')
  const other = applySync(timeline, { epoch: E1, seq: 1001 }, answer(E2, 2001), 'me')
  expect(needOf(other)).toBe('page')
})

test('a change has a seq like a message: it moves the cursor, and a missing one is a gap', () => {
  const start = ready(said('a', 1001))
  const changed = applyPacket(start, packet(edited('x', 'a', 1002), said('b', 1003)))
  expect(bodies(changed)).toEqual(['x of a', 'body b'])
  expect(changed.seen.cursor).toBe(1003)
  expect(needOf(applyPacket(start, packet(said('b', 1003))))).toBe('sync')
  expect(needOf(applyPacket(start, packet(edited('y', 'a', 1003))))).toBe('sync')
})

test('a change of a message that is not loaded is ignored; the page with the message has the change', () => {
  const start = applyNewestPage(emptyTimeline('r'), page(E1, 1004, [said('d', 1004)], true))
  const changed = applyPacket(start, packet(edited('x', 'a', 1005)))
  expect(changed.messages).toBe(start.messages)
  expect(changed.seen.cursor).toBe(1005)
  expect(needOf(changed)).toBe('nothing')
})

test('a change is not lost to an answer that was read before it', () => {
  const overtaken = applyPacket(beforeQuestion(emptyTimeline('r')), packet(edited('x', 'a', 1002)))
  const first = applyNewestPage(overtaken, page(E1, 1001, [said('a', 1001)], true))
  expect([bodies(first), first.seen.cursor]).toEqual([['x of a'], 1002])

  const asked = { ...first, loadingOlder: true }
  const live = applyPacket(asked, packet(edited('y', 'before', 1003)))
  const older = page(E1, 1001, [said('before', 1000)])
  expect(bodies(applyOlderPage(live, asked, older))).toEqual(['y of before', 'x of a'])

  const synced = applySync(
    asked,
    { epoch: E1, seq: 1002 },
    answer(E1, 1003, edited('y', 'before', 1003)),
    'me',
  )
  expect(bodies(applyOlderPage(beforeQuestion(synced), asked, older))).toEqual(['y of before', 'x of a'])
})

test('a message that comes after its change, in another packet, is shown changed', () => {
  const holed = applyPacket(ready(said('a', 1001)), packet(edited('x', 'b', 1003)))
  expect(bodies(applyPacket(holed, packet(said('b', 1002))))).toEqual(['body a', 'x of b'])
})

test('changes above the limit of held ones do not count as seen: they are requested', () => {
  const many = Array.from({ length: 501 }, (_, i) => edited(`x${i}`, 'unknown', 1002 + i))
  const flooded = applyPacket(ready(said('a', 1001)), packet(...many))
  expect(flooded.seen.cursor).toBe(1501)
  expect(needOf(flooded)).toBe('sync')
})

test("after a reload into a new epoch messages have the page's state, and seen changes stay", () => {
  const before = applyPacket(ready(said('a', 1001), said('b', 1002)), packet(edited('x', 'a', 1003)))
  const news = applyPacket(before, packet(edited('y', 'b', 2001, E2)))
  expect(bodies(news)).toEqual(['x of a', 'y of b'])
  const reloaded = applyNewestPage(beforeQuestion(news), page(E2, 2000, [said('a', 1001), said('b', 1002)]))
  expect(bodies(reloaded)).toEqual(['x of a', 'y of b'])
  // It was not stored when the new epoch began, so it comes again.
  const recovered = applyPacket(reloaded, packet(edited('y', 'b', 2001, E2), edited('x', 'a', 2002, E2)))
  expect(bodies(recovered)).toEqual(['x of a', 'y of b'])
  expect(recovered.seen.cursor).toBe(2002)
})
