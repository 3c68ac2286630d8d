import type { SequencedEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createLastKept } from './last-kept'

const ROOM = 'r'
const by = { roomId: ROOM, authorId: 'p-bo', authorName: 'Bo', at: 1 }

function message(seq: number, { id = `m${seq}`, isDeleted = false } = {}): SequencedEvent {
  const changes = { version: 1, edited: null, reactions: [], deleted: { seq: seq + 1, at: 1, by: 'p-bo' } }
  const said = { seq, epoch: 1, event: { kind: 'message', ...by, id, body: 'hello' } } as const
  return isDeleted ? { ...said, changes } : said
}
const deletion = (seq: number, messageId: string): SequencedEvent => ({
  seq,
  epoch: 1,
  event: { kind: 'deletion', ...by, id: `d${seq}`, messageId },
})

// What follows makes a room within its test: a change of the code is not there before (tools/path-model).
type Make = () => ReturnType<typeof createLastKept>

/** A room with this last message in the list, and the events heard since. */
const room = (lastSeq: number, ...events: SequencedEvent[]): Make =>
  heard(() => loadedInto(createLastKept(), lastSeq), ...events)

function loadedInto(kept: ReturnType<Make>, lastSeq: number, mark = kept.mark()) {
  kept.loaded(ROOM, lastSeq, mark)
  return kept
}
const heard =
  (make: Make, ...events: SequencedEvent[]): Make =>
  () => {
    const kept = make()
    for (const event of events) kept.heard(ROOM, event)
    return kept
  }
const head =
  (make: Make, seq: number, said: number): Make =>
  () => {
    const kept = make()
    kept.head(ROOM, { seq, said })
    return kept
  }
/** The list is loaded while these are heard. */
const loading =
  (lastSeq: number, ...events: SequencedEvent[]): Make =>
  () => {
    const kept = room(5)()
    const mark = kept.mark()
    return loadedInto(heard(() => kept, ...events)(), lastSeq, mark)
  }
/** The list is loaded after these were heard. */
const loadedAfter =
  (lastSeq: number, ...events: SequencedEvent[]): Make =>
  () =>
    loadedInto(room(5, ...events)(), lastSeq)
/** A head told of two more messages, and then the list was loaded, without them. */
const listedAgain: Make = () => loadedInto(head(room(5), 9, 8)(), 5)
/** The list was loaded again, without its last message. */
const deletedInList: Make = () => loadedInto(room(5)(), 3)
const reaction: SequencedEvent = {
  seq: 7,
  epoch: 1,
  event: { kind: 'reaction', ...by, id: 'r7', messageId: 'm6', emoji: '👍', on: true },
}
const hundred = Array.from({ length: 100 }, (_, i) => message(7 + i))
const deletions = hundred.map(({ event }, i) => deletion(107 + i, event.id))

/**
 * The last message that is not deleted, and whether that is in doubt for a person who read nothing, and one who read up
 * to 5.
 */
test.each<[title: string, make: Make, last: number, doubts: [boolean, boolean]]>([
  ['nothing was told', createLastKept, 0, [false, false]],
  ['the list named it', room(5), 5, [false, false]],
  ['a message came', room(5, message(6)), 6, [false, false]],
  ['they came in another order', room(5, message(7), message(6)), 7, [false, false]],
  ['a reaction came between', room(5, message(6), reaction, message(8)), 8, [false, false]],
  ['the last one was deleted', room(5, message(6), message(7), deletion(8, 'm7')), 6, [false, false]],
  ['all that came were deleted', room(5, message(6), deletion(7, 'm6')), 5, [false, false]],
  ['it came deleted', room(5, message(6), message(7, { isDeleted: true })), 6, [false, false]],
  ['its deletion came first', room(5, deletion(7, 'm6'), message(6)), 5, [true, false]],
  ['it came again after its deletion', room(5, message(6), deletion(7, 'm6'), message(6)), 5, [false, false]],
  ['another than those that are known was deleted', room(5, deletion(6, 'older')), 5, [true, false]],
  ['that happened, and a message came', room(5, message(6), deletion(7, 'older')), 6, [false, false]],
  ['something was missed', room(5, message(6), message(8)), 8, [false, false]],
  ['what came after that was deleted', room(5, message(6), message(8), deletion(9, 'm8')), 6, [true, true]],
  ['a head told of a message', head(room(5, message(6)), 9, 8), 8, [true, true]],
  ['a head told of no message', head(room(5, message(6)), 9, 6), 6, [true, true]],
  [
    'a head told of one that came deleted',
    head(room(5, message(6, { isDeleted: true })), 7, 6),
    5,
    [true, false],
  ],
  ['a head told again of one that the list knew as deleted', head(listedAgain, 10, 8), 5, [true, false]],
  ['a head told of the one that a newer list no longer has', head(deletedInList, 6, 5), 3, [true, false]],
  ['a head told what is known', head(room(5, message(6)), 6, 6), 6, [false, false]],
  ['a head came late', head(room(5, message(6), message(7)), 6, 6), 7, [false, false]],
  [
    'after a head the next one came',
    heard(head(room(5), 9, 8), message(10), deletion(11, 'm10')),
    8,
    [true, true],
  ],
  ['the list may lack it', loading(5, message(6)), 6, [false, false]],
  [
    'the list may lack it, and it was deleted',
    heard(loading(5, message(6)), deletion(7, 'm6')),
    5,
    [true, false],
  ],
  ['the list may be older than what is known', loading(4, message(6), deletion(7, 'm6')), 5, [true, false]],
  ['the list knows that the last one was deleted', loadedAfter(6, message(6), message(7)), 6, [false, false]],
  ['the list knows of a later one', loadedAfter(9, message(6)), 9, [false, false]],
  [
    'the list named the one that was deleted then',
    heard(loadedAfter(6, message(6)), deletion(7, 'm6')),
    6,
    [true, true],
  ],
  [
    'the list names the last of two, and that was deleted then',
    heard(loadedAfter(7, message(6), message(7)), deletion(8, 'm7')),
    7,
    [false, false],
  ],
  [
    'the list names the last one, and an older one was deleted then',
    heard(loadedAfter(6, message(6)), deletion(7, 'older')),
    6,
    [false, false],
  ],
  [
    'something was missed after a deletion, and the message came again',
    heard(head(room(5, message(6), deletion(7, 'm6')), 9, 6), message(6)),
    5,
    [true, false],
  ],
  [
    'a hundred came after one before the list was loaded',
    heard(createLastKept, message(6), ...hundred, ...deletions),
    6,
    [false, false],
  ],
  [
    'a hundred came after one that was deleted last',
    room(5, message(6), ...hundred, ...deletions, deletion(207, 'm6')),
    6,
    [true, true],
  ],
  ['a hundred came after one', room(5, message(6), ...hundred, ...deletions), 6, [false, false]],
  [
    'a hundred came after one that was deleted',
    room(5, message(6, { isDeleted: true }), ...hundred, ...deletions),
    5,
    [false, false],
  ],
])('where %s', (_title, make, last, doubts) => {
  const kept = make()
  expect(kept.lastSeq(ROOM)).toBe(last)
  expect([kept.isInDoubt(ROOM, 0), kept.isInDoubt(ROOM, 5)]).toEqual(doubts)
})

test('a doubt ends where the list is loaded, and everything when it is cleared', () => {
  const kept = head(room(5), 9, 8)()
  kept.loaded(ROOM, 7, kept.mark())
  expect([kept.lastSeq(ROOM), kept.isInDoubt(ROOM, 0)]).toEqual([7, false])
  kept.clear()
  expect([kept.lastSeq(ROOM), kept.mark().size]).toEqual([0, 1])
})
