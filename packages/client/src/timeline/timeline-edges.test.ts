// The edges of each step of a timeline; timeline.test.ts has what happens to one.
import { expect, test } from 'vitest'
import type { SequencedEvent, SequencedMessage } from '@parley/protocol'
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

const E0 = 500
const E1 = 1_000
const E2 = 2_000

const said = (id: string, seq: number, epoch = E1, authorId = 'other'): SequencedMessage => ({
  seq,
  epoch,
  event: { kind: 'message', id, roomId: 'r', authorId, authorName: 'Ada', body: id, at: seq },
})
const edited = (messageId: string, seq: number, epoch = E1): SequencedEvent => ({
  seq,
  epoch,
  event: {
    ...{ kind: 'edit', id: `e${seq}`, roomId: 'r', authorId: 'other', authorName: 'Ada', at: seq },
    ...{ messageId, body: 'new' },
  } as const,
})
const packet = (...events: SequencedEvent[]) => ({ roomId: 'r', epoch: events[0]!.epoch, events })
const page = (epoch: number, seq: number, ...events: SequencedMessage[]) => ({
  epoch,
  seq,
  events,
  more: false,
})
const answer = (epoch: number, seq: number, ...events: SequencedEvent[]) => ({
  ...{ kind: 'events' as const, roomId: 'r' },
  ...{ epoch, seq, events },
})
const ready = (...events: SequencedMessage[]) =>
  applyNewestPage(emptyTimeline('r'), page(E1, events.at(-1)!.seq, ...events))
const seqs = ({ messages }: RoomTimeline) => messages.map(({ seq, event }) => `${event.id} ${seq}`)
const [a, b, c] = [said('a', 1001), said('b', 1002), said('c', 1003)]

test('a room that is new needs its newest page, a failed one nothing', () => {
  const empty = emptyTimeline('r')
  expect([needOf(empty), needOf({ ...empty, status: 'failed' }), empty.hasOlder]).toEqual([
    'page',
    'nothing',
    false,
  ])
})

test('a question is answered with all changes but those beyond a gap, or for an older page on its way', () => {
  const early = [edited('x', 1000), edited('x', 1001), edited('x', 1003), edited('x', 2003, E2)]
  const timeline = { ...ready(a), early }
  expect(beforeQuestion(timeline).early).toEqual([early[2]])
  expect(beforeQuestion({ ...timeline, loadingOlder: true }).early).toEqual(early)
})

test('an acknowledgement of an old epoch is shown once, and then changes nothing', () => {
  const timeline = applyNewestPage(emptyTimeline('r'), page(E2, 2001, said('z', 2001, E2)))
  const shown = applyOwn(timeline, said('mine', 1002))
  expect(seqs(shown)).toEqual(['mine 1002', 'z 2001'])
  expect(applyOwn(shown, said('mine', 1005))).toBe(shown)
})

test.each<[title: string, before: Partial<RoomTimeline>, change: SequencedEvent, held: number]>([
  ['of a message that is here', {}, edited('a', 1002), 0],
  ['of one that is not', {}, edited('x', 1002), 1],
  ['of a newer epoch', {}, edited('a', 2001, E2), 1],
  ['that an older page may not know', { loadingOlder: true }, edited('a', 1002), 1],
])('a change %s is held, or not', (_title, before, change, held) => {
  expect(applyPacket({ ...ready(a), ...before }, packet(change)).early).toHaveLength(held)
})

test('at most five hundred changes are held; a packet without any leaves them as they are', () => {
  const changes = (from: number) => Array.from({ length: 300 }, (_, i) => edited('x', from + i))
  const first = applyPacket(ready(a), packet(...changes(1002)))
  const full = applyPacket(first, packet(...changes(1302)))
  expect([full.early.length, full.seen.cursor, needOf(full)]).toEqual([500, 1501, 'sync'])
  expect(applyPacket(first, packet(said('b', 1302))).early).toBe(first.early)
})

test.each([
  [{ epoch: E1, seq: 9_000 }, false],
  [{ epoch: E2, seq: 2_001 }, false],
  [{ epoch: E2, seq: 2_002 }, true],
  [{ epoch: 3_000, seq: 1 }, true],
])('a head %j is further than the one that is known: %s', (head, isFurther) => {
  const timeline = { ...ready(a), head: { epoch: E2, seq: 2_001 } }
  const told = applyHead(timeline, head)
  expect([told === timeline, told.head]).toEqual([!isFurther, isFurther ? head : timeline.head])
})

test('a page and a sync correct the position of a packet', () => {
  const live = applyPacket(ready(a), packet(said('b', 1003)))
  expect(seqs(applyNewestPage(live, page(E1, 1003, a, b, c)))).toEqual(['a 1001', 'b 1002', 'c 1003'])
  const synced = applySync(live, { epoch: E1, seq: 1001 }, answer(E1, 1003, b, c), 'me')
  expect(seqs(synced)).toEqual(['a 1001', 'b 1002', 'c 1003'])
})

test.each([
  ['within the page', page(E1, 1003, a, c), ['b']],
  ['at the end of the page', page(E1, 1002, a), ['b']],
  ['beyond the page', page(E1, 1001, a), []],
])('a message that the reload lacks is kept: %s', (_title, loaded, kept) => {
  expect([...applyNewestPage(ready(a, b), loaded).kept]).toEqual(kept)
})

test('a held change of another epoch is no gap of the page', () => {
  const timeline = applyPacket(ready(a), packet(edited('a', 2001, E2)))
  expect(applyNewestPage(timeline, page(E1, 1001, a)).seen).toEqual({ cursor: 1001, beyond: [] })
})

test('an outdated older page is no longer on its way', () => {
  const timeline = { ...ready(a), loadingOlder: true }
  const dropped = applyOlderPage(timeline, { ...timeline, loads: 0 }, page(E1, 900, said('old', 900)))
  expect([seqs(dropped), dropped.loadingOlder]).toEqual([['a 1001'], false])
})

test('an answer of another epoch moves and shows nothing', () => {
  const timeline = ready(a)
  const told = applySync(timeline, { epoch: E1, seq: 1001 }, answer(E2, 2001, said('z', 2001, E2)), 'me')
  expect([told.messages, told.seen]).toEqual([timeline.messages, timeline.seen])
})

test('an answer that ends early drops nothing: a kept message may stand in the next one', () => {
  const reloaded = applyHead(applyNewestPage(ready(a, b), page(E2, 2000, a)), { epoch: E2, seq: 2005 })
  const asked = { epoch: E2, seq: 2000 }
  expect(seqs(applySync(reloaded, asked, answer(E2, 2003), 'me'))).toEqual(['a 1001', 'b 1002'])
  expect(seqs(applySync(reloaded, asked, answer(E2, 2005), 'me'))).toEqual(['a 1001'])
})

test.each([
  ['where the loaded messages begin', 1001, ['mine 1001', 'a 1001']],
  ['below them', 1000, ['a 1001']],
])('an own message that is found nowhere stays: %s', (_title, seq, left) => {
  const mine = said('mine', seq, E0, 'me')
  const reloaded = applyNewestPage(ready(a), page(E2, 2000, a))
  const kept = { ...reloaded, messages: [mine, ...reloaded.messages], kept: new Set(['mine']) }
  expect(seqs(applySync(kept, { epoch: E2, seq: 2000 }, answer(E2, 2000), 'me'))).toEqual(left)
})
