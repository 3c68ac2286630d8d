// A room whose engines answer late, differently, or not at all. Ports and clock belong to the test; test/known-ids,
// test/stale-work and tools/path-model use the real engines.
import type { SequenceResult, Delivery } from '@parley/delivery'
import { encodeRoomEvent, fail, ok, type Result, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createSequenceRoom } from './sequence-room'

const said = { roomId: 'room', authorId: 'ada', authorName: 'Ada', at: 1 }
const message = (id: string): RoomEvent => ({ ...said, kind: 'message', id, body: id })
const away = () => Promise.reject(new Error('away'))

type Answer = SequenceResult | Error
type Found = Result<SequencedEvent> | null

/** The script's answers in turn; afterwards it gives seqs. The other functions are called with an id and a time. */
function makeRoom(
  answers: Answer[],
  ask: {
    find?: (id: string) => Promise<Found>
    findLive?: (id: string, nowMs: number) => Promise<Found>
    findInDatabase?: (id: string) => Promise<Found>
    isSequencing?: (nowMs: number) => Promise<boolean>
  } = {},
) {
  let now = 0
  const calls: string[] = []
  const waits: number[] = []
  const requests: Parameters<Delivery['sequence']>[0][] = []
  const resolved: Record<string, unknown> = {}
  const asked =
    (question: string, find: (id: string, nowMs: number) => Promise<Found>) => (event: RoomEvent) => {
      calls.push(`${question} ${event.id}`)
      return find(event.id, now)
    }
  const none = async () => null
  const sequenceRoom = createSequenceRoom({
    delivery: {
      async sequence(request) {
        calls.push(`deliver ${request.events.map(({ id }) => id).join()}`)
        requests.push(request)
        const answer = answers.shift() ?? sequenced(...request.events.map(({ id }) => id))
        if (answer instanceof Error) throw answer
        return answer
      },
    },
    duplicateLookup: {
      find: asked('find', ask.find ?? none),
      findLive: asked('live', ask.findLive ?? none),
      findInDatabase: asked('stored', ask.findInDatabase ?? none),
      findOwn: none,
    },
    storedOffset: async () => (calls.push('offset'), 7),
    isSequencing: async () => (calls.push('sequencing'), (await ask.isSequencing?.(now)) ?? true),
    backlog: {
      note: (roomId, unstored) => calls.push(`${roomId} has ${unstored}`),
      isFull: async () => false,
    },
    nowMs: () => now,
    async sleep(ms) {
      waits.push(ms)
      calls.push('sleep')
      now += ms
    },
    logger: createLogger('server', 'fatal'),
  })
  const entry = (event: RoomEvent, takenAt = 0) => ({
    ...{ event, record: encodeRoomEvent(event), epoch: 3, takenAt },
    resolve: (result: Result<SequencedEvent>) =>
      void (resolved[event.id] = result.ok ? result.value : result.failure.code),
  })
  return {
    sequenceRoom,
    entry,
    calls,
    requests,
    resolved,
    waits,
    pass: (ms: number) => void (now += ms),
    now: () => now,
  }
}

/** Seqs from 11 on; an id with a ? had its seq before. */
function sequenced(...ids: string[]): SequenceResult & { kind: 'sequenced' } {
  const events = ids.map((id, i) => ({ id: id.replace('?', ''), seq: 11 + i, isNew: !id.endsWith('?') }))
  return { kind: 'sequenced', epoch: 3, unstored: 2, events }
}

const positionOf = (id: string, seq: number) => ({ seq, epoch: 3, event: message(id) })

test('sequenced events are answered after one call and without a lookup', async () => {
  const { sequenceRoom, entry, calls, requests, resolved } = makeRoom([])
  const edit: RoomEvent = { ...said, kind: 'edit', id: 'b', messageId: 'a', body: 'new' }
  await sequenceRoom([entry(message('a')), entry(edit)], () => calls.push('called'))
  expect(calls).toEqual(['deliver a,b', 'called', 'room has 2'])
  expect(requests).toEqual([
    {
      ...{ roomId: 'room', by: 'server', storedOffset: 0, epoch: 3 },
      events: [
        { id: 'a', event: encodeRoomEvent(message('a')), isChange: false },
        { id: 'b', event: encodeRoomEvent(edit), isChange: true },
      ],
    },
  ])
  expect(resolved).toEqual({ a: positionOf('a', 11), b: { seq: 12, epoch: 3, event: edit } })
})

test('an empty batch makes no call', async () => {
  const { sequenceRoom, calls } = makeRoom([])
  await sequenceRoom([], () => calls.push('called'))
  await sequenceRoom([])
  expect(calls).toEqual(['called'])
})

test.each<[string, () => Promise<Found>, unknown]>([
  ['is what stands there', async () => ok(positionOf('a', 5)), positionOf('a', 5)],
  ['belongs to somebody else', async () => fail('id-taken'), 'id-taken'],
  ['is found nowhere', async () => null, 'not-confirmed'],
  ['cannot be asked for', away, 'not-confirmed'],
])(
  'an id that had its number before and %s is answered so, behind those that are new',
  async (_, find, expected) => {
    const { sequenceRoom, entry, calls, resolved } = makeRoom([sequenced('a?', 'b')], { find })
    await sequenceRoom([entry(message('a')), entry(message('b'))])
    expect(calls).toEqual(['deliver a,b', 'room has 2', 'find a'])
    expect(Object.entries(resolved)).toEqual([
      ['b', positionOf('b', 12)],
      ['a', expected],
    ])
  },
)

const questions = (id: string) => [`live ${id}`, 'sequencing', 'offset', `stored ${id}`]

test('in a new epoch an event is sequenced again at once, if it is known not to be stored', async () => {
  const { sequenceRoom, entry, calls, requests, resolved } = makeRoom([{ kind: 'stale-epoch', epoch: 9 }])
  await sequenceRoom([entry(message('a'))])
  expect(calls).toEqual(['deliver a', ...questions('a'), 'deliver a', 'room has 2'])
  expect(requests[1]).toMatchObject({ epoch: 9, storedOffset: 7 })
  expect(resolved).toEqual({ a: positionOf('a', 11) })
})

test.each<[string, Answer]>([
  ['an engine is away', new Error('away')],
  ['the head is lost', { kind: 'no-epoch', loss: '' }],
  ['a recovery barrier stands', { kind: 'recovering' }],
])('while %s it waits, asks, and is sequenced again in its epoch', async (_, answer) => {
  const { sequenceRoom, entry, calls, requests } = makeRoom([answer, answer])
  await sequenceRoom([entry(message('a'))])
  const again = ['sleep', ...questions('a'), 'deliver a']
  expect(calls).toEqual(['deliver a', ...again, ...again, 'room has 2'])
  expect(requests[2]).toMatchObject({ epoch: 3, storedOffset: 7 })
})

test('the wait grows up to a quarter of a second', async () => {
  const { sequenceRoom, entry, waits } = makeRoom(Array<Answer>(12).fill(new Error('away')))
  await sequenceRoom([entry(message('a'))])
  expect(waits).toHaveLength(12)
  expect(Math.min(...waits)).toBeGreaterThan(0)
  expect(Math.max(...waits)).toBeGreaterThan(100)
  expect(Math.max(...waits)).toBeLessThanOrEqual(250)
})

test('an event that got its position or was stored meanwhile is answered from there, and not sequenced again', async () => {
  const only = (id: string, seq: number) => async (asked: string) =>
    asked === id ? ok(positionOf(id, seq)) : null
  const { sequenceRoom, entry, calls, resolved } = makeRoom([new Error('answer lost')], {
    findLive: only('a', 5),
    findInDatabase: only('b', 6),
  })
  await sequenceRoom(['a', 'b', 'c'].map((id) => entry(message(id))))
  expect(calls.filter((call) => call.startsWith('deliver'))).toEqual(['deliver a,b,c', 'deliver c'])
  expect(calls.filter((call) => call.startsWith('stored'))).toEqual(['stored b', 'stored c'])
  expect(resolved).toEqual({ a: positionOf('a', 5), b: positionOf('b', 6), c: positionOf('c', 11) })
})

test.each<[string, Parameters<typeof makeRoom>[1], string[]]>([
  ['placed', { findLive: async (id) => ok(positionOf(id, 5)) }, ['live a']],
  ['stored', { findInDatabase: async (id) => ok(positionOf(id, 5)) }, questions('a')],
])('when all of it is %s no more is asked', async (_, ask, expected) => {
  const { sequenceRoom, entry, calls, resolved } = makeRoom([new Error('answer lost')], ask)
  await sequenceRoom([entry(message('a'))])
  expect(calls).toEqual(['deliver a', 'sleep', ...expected])
  expect(resolved).toEqual({ a: positionOf('a', 5) })
})

test('1.15: while servers do not sequence in the room PostgreSQL is not asked; after eight seconds its senders ask again', async () => {
  const { sequenceRoom, entry, calls, resolved, now } = makeRoom([{ kind: 'recovering' }], {
    isSequencing: async () => false,
  })
  await sequenceRoom([entry(message('a')), entry(message('b'))])
  expect(resolved).toEqual({ a: 'not-confirmed', b: 'not-confirmed' })
  expect(new Set(calls)).toEqual(new Set(['deliver a,b', 'sleep', 'live a', 'live b', 'sequencing']))
  expect(now()).toBeGreaterThanOrEqual(8_000)
  expect(now()).toBeLessThan(8_500)
})

test('an engine that is down during a lookup is asked again, and again for each attempt until the timeout', async () => {
  const { sequenceRoom, entry, calls, resolved } = makeRoom([new Error('away')], {
    findLive: (_, nowMs) => (nowMs < 2_000 ? away() : Promise.resolve(null)),
  })
  await sequenceRoom([entry(message('a'))])
  expect(resolved).toEqual({ a: positionOf('a', 11) })
  expect(calls.filter((call) => call === 'live a').length).toBeGreaterThan(5)
})

test('3.6: an event older than a minute is not sequenced, even next to a new one', async () => {
  const { sequenceRoom, entry, calls, resolved, pass } = makeRoom([])
  pass(60_000)
  await sequenceRoom([entry(message('a'))])
  expect(resolved).toEqual({ a: positionOf('a', 11) })
  pass(1)
  await sequenceRoom([entry(message('b'), 60_000), entry(message('c'))], () => calls.push('called'))
  expect(resolved).toMatchObject({ b: 'not-confirmed', c: 'not-confirmed' })
  expect(calls).toEqual(['deliver a', 'room has 2', 'called'])
})
