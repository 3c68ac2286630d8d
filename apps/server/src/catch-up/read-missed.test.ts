import { NewerChangeError } from '@parley/database'
import type { RoomTail } from '@parley/delivery'
import { encodeRoomEvent, limits, LOBBY_ID, type Cursor, type SequencedEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createReadMissed } from './read-missed'

const most = limits.syncMaxEventsPerRoom
const said = { roomId: LOBBY_ID, authorId: 'ada', authorName: 'Ada', at: 1 }
const event = (seq: number, epoch = 3): SequencedEvent => {
  const id = `01890000-0000-7000-8000-${String(seq).padStart(12, '0')}`
  return { seq, epoch, event: { ...said, kind: 'message', id, body: `said ${seq}` } }
}
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i))

const tail = (persistedSeq: number, ...from: SequencedEvent[]): RoomTail => ({
  ...{ epoch: 3, seq: 20, said: 20, persistedSeq, recoveryBarrier: null },
  events: from.map(({ seq, event }) => ({ seq, event: encodeRoomEvent(event) })),
})

/** The answer to a client with this cursor, and the reads that it caused. */
async function missed(
  { seq = 10, epoch = 3 }: Partial<Cursor>,
  parts: { tail?: RoomTail | Error; stored?: SequencedEvent[] | Error; isRecovering?: boolean },
) {
  const { stored = [], isRecovering = false } = parts
  const asked: unknown[][] = []
  const orThrow = <T>(value: T | Error): T => {
    if (value instanceof Error) throw value
    return value
  }
  const readMissed = createReadMissed({
    delivery: { read: async (...args) => (asked.push(args), orThrow(parts.tail ?? null)) },
    history: { changesAfter: async (...args) => (asked.push(args), orThrow(stored)) },
    isRecovering: async () => isRecovering,
    logger: createLogger('server', 'fatal'),
  })
  return { answer: await readMissed({ roomId: LOBBY_ID, epoch, seq }), asked }
}

const reload = { kind: 'reload', roomId: LOBBY_ID }
const later = { kind: 'later', roomId: LOBBY_ID, retryAfterMs: 500 }
const upTo = (seq: number, events: SequencedEvent[]) => ({
  kind: 'events',
  roomId: LOBBY_ID,
  epoch: 3,
  seq,
  events,
})

test.each<[string, Partial<Cursor>, Parameters<typeof missed>[1], object]>([
  ['who has all gets nothing', { seq: 20 }, { tail: tail(15) }, upTo(20, [])],
  [
    'who has persistedSeq gets the tail',
    { seq: 15 },
    { tail: tail(15, event(16), event(20)) },
    upTo(20, [event(16), event(20)]),
  ],
  [
    'who is below it gets what is stored, and of the tail what is not',
    { seq: 10 },
    { tail: tail(15, event(15), event(20)), stored: [event(12), event(15)] },
    upTo(20, [event(12), event(15), event(20)]),
  ],
  ['another epoch loads anew', { epoch: 2 }, { tail: tail(15) }, reload],
  [
    'as much as one answer holds is told',
    { seq: 15 },
    { tail: tail(15, ...events(16, 15 + most)) },
    upTo(20, events(16, 15 + most)),
  ],
  ['more loads anew', { seq: 15 }, { tail: tail(15, ...events(16, 16 + most)) }, reload],
  ['while numbers are rebuilt nobody knows', { seq: 20 }, { tail: tail(15), isRecovering: true }, later],
  ['nor while an engine is away', {}, { tail: new Error('away') }, later],
  [
    'what a newer version wrote is loaded',
    { seq: 10 },
    { tail: tail(15), stored: new NewerChangeError('newer') },
    reload,
  ],
  [
    'a silent room gets what is stored',
    {},
    { stored: [event(11), event(12)] },
    upTo(12, [event(11), event(12)]),
  ],
  ['or nothing', {}, {}, upTo(10, [])],
  ['of its epoch', {}, { stored: [event(11), event(12, 4)] }, reload],
  [
    'as much as one answer holds',
    {},
    { stored: events(11, 10 + most) },
    upTo(10 + most, events(11, 10 + most)),
  ],
  ['and no more', {}, { stored: events(11, 11 + most) }, reload],
])('%s', async (_, cursor, parts, answer) => {
  expect((await missed(cursor, parts)).answer).toEqual(answer)
})

test('a tail that this version cannot read is not skipped', async () => {
  const unread = { ...tail(15), events: [{ seq: 16, event: '{"v":99}' }] }
  expect((await missed({ seq: 15 }, { tail: unread })).answer).toEqual(later)
})

test('one event more than an answer holds is read, and PostgreSQL only as far as needed', async () => {
  const room = LOBBY_ID
  expect((await missed({}, { tail: tail(15) })).asked).toEqual([
    [room, 10, most + 1],
    [room, 10, 15, most + 1],
  ])
  expect((await missed({}, {})).asked[1]).toEqual([room, 10, Number.MAX_SAFE_INTEGER, most + 1])
  expect((await missed({ seq: 16 }, { tail: tail(15) })).asked).toHaveLength(1)
})
