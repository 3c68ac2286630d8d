// What a room does whose engines answer late, otherwise, or not at all. Ports and clock are the test's; the real engines stand in
// test/known-ids, test/stale-work and tools/path-model.
import type { Delivered, Delivery } from '@parley/delivery'
import { encodeRoomEvent, fail, ok, type Result, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import { createLog } from '@parley/service'
import { expect, test } from 'vitest'
import { createDeliverRoom } from './deliver-room'

const said = { roomId: 'room', authorId: 'ada', authorName: 'Ada', at: 1 }
const message = (id: string): RoomEvent => ({ ...said, kind: 'message', id, body: id })
const away = () => Promise.reject(new Error('away'))

type Answer = Delivered | Error
type Found = Result<SequencedEvent> | null

/** The script's answers in turn; then it gives numbers. Each of the others is asked with an id and a time. */
function makeRoom(
  answers: Answer[],
  ask: {
    find?: (id: string) => Promise<Found>
    findLive?: (id: string, nowMs: number) => Promise<Found>
    findInDatabase?: (id: string) => Promise<Found>
    isNumbered?: (nowMs: number) => Promise<boolean>
  } = {},
) {
  let now = 0
  const calls: string[] = []
  const waits: number[] = []
  const requests: Parameters<Delivery['deliver']>[0][] = []
  const settled: Record<string, unknown> = {}
  const asked =
    (question: string, find: (id: string, nowMs: number) => Promise<Found>) => (event: RoomEvent) => {
      calls.push(`${question} ${event.id}`)
      return find(event.id, now)
    }
  const none = async () => null
  const deliverRoom = createDeliverRoom({
    delivery: {
      async deliver(request) {
        calls.push(`deliver ${request.events.map(({ id }) => id).join()}`)
        requests.push(request)
        const answer = answers.shift() ?? delivered(...request.events.map(({ id }) => id))
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
    isNumbered: async () => (calls.push('numbered'), (await ask.isNumbered?.(now)) ?? true),
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
    log: createLog('server', 'fatal'),
  })
  const entry = (event: RoomEvent, saidAt = 0) => ({
    ...{ event, record: encodeRoomEvent(event), epoch: 3, saidAt },
    resolve: (result: Result<SequencedEvent>) =>
      void (settled[event.id] = result.ok ? result.value : result.failure.code),
  })
  return {
    deliverRoom,
    entry,
    calls,
    requests,
    settled,
    waits,
    pass: (ms: number) => void (now += ms),
    now: () => now,
  }
}

/** Numbers from 11 on; an id with a ? had its number before. */
function delivered(...ids: string[]): Delivered & { kind: 'delivered' } {
  const events = ids.map((id, i) => ({ id: id.replace('?', ''), seq: 11 + i, fresh: !id.endsWith('?') }))
  return { kind: 'delivered', epoch: 3, unstored: 2, events }
}

const place = (id: string, seq: number) => ({ seq, epoch: 3, event: message(id) })

test('what gets numbers is answered with them, after one call and no question', async () => {
  const { deliverRoom, entry, calls, requests, settled } = makeRoom([])
  const edit: RoomEvent = { ...said, kind: 'edit', id: 'b', messageId: 'a', body: 'new' }
  await deliverRoom([entry(message('a')), entry(edit)], () => calls.push('called'))
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
  expect(settled).toEqual({ a: place('a', 11), b: { seq: 12, epoch: 3, event: edit } })
})

test('nothing is delivered of nothing', async () => {
  const { deliverRoom, calls } = makeRoom([])
  await deliverRoom([], () => calls.push('called'))
  await deliverRoom([])
  expect(calls).toEqual(['called'])
})

test.each<[string, () => Promise<Found>, unknown]>([
  ['is what stands there', async () => ok(place('a', 5)), place('a', 5)],
  ['belongs to somebody else', async () => fail('id-taken'), 'id-taken'],
  ['is found nowhere', async () => null, 'not-confirmed'],
  ['cannot be asked for', away, 'not-confirmed'],
])(
  'an id that had its number before and %s is answered so, behind those that are new',
  async (_, find, expected) => {
    const { deliverRoom, entry, calls, settled } = makeRoom([delivered('a?', 'b')], { find })
    await deliverRoom([entry(message('a')), entry(message('b'))])
    expect(calls).toEqual(['deliver a,b', 'room has 2', 'find a'])
    expect(Object.entries(settled)).toEqual([
      ['b', place('b', 12)],
      ['a', expected],
    ])
  },
)

const questions = (id: string) => [`live ${id}`, 'numbered', 'offset', `stored ${id}`]

test('in a new epoch it is delivered again at once, when it is known not to be stored', async () => {
  const { deliverRoom, entry, calls, requests, settled } = makeRoom([{ kind: 'moved', epoch: 9 }])
  await deliverRoom([entry(message('a'))])
  expect(calls).toEqual(['deliver a', ...questions('a'), 'deliver a', 'room has 2'])
  expect(requests[1]).toMatchObject({ epoch: 9, storedOffset: 7 })
  expect(settled).toEqual({ a: place('a', 11) })
})

test.each<[string, Answer]>([
  ['an engine is away', new Error('away')],
  ['the head is lost', { kind: 'unseeded', loss: '' }],
  ['a wall stands', { kind: 'behind' }],
])('while %s it waits, asks, and is delivered again in its epoch', async (_, answer) => {
  const { deliverRoom, entry, calls, requests } = makeRoom([answer, answer])
  await deliverRoom([entry(message('a'))])
  const again = ['sleep', ...questions('a'), 'deliver a']
  expect(calls).toEqual(['deliver a', ...again, ...again, 'room has 2'])
  expect(requests[2]).toMatchObject({ epoch: 3, storedOffset: 7 })
})

test('it waits longer and longer, up to a quarter of a second', async () => {
  const { deliverRoom, entry, waits } = makeRoom(Array<Answer>(12).fill(new Error('away')))
  await deliverRoom([entry(message('a'))])
  expect(waits).toHaveLength(12)
  expect(Math.min(...waits)).toBeGreaterThan(0)
  expect(Math.max(...waits)).toBeGreaterThan(100)
  expect(Math.max(...waits)).toBeLessThanOrEqual(250)
})

test('what was placed or stored meanwhile is answered from there, and not delivered again', async () => {
  const only = (id: string, seq: number) => async (asked: string) =>
    asked === id ? ok(place(id, seq)) : null
  const { deliverRoom, entry, calls, settled } = makeRoom([new Error('answer lost')], {
    findLive: only('a', 5),
    findInDatabase: only('b', 6),
  })
  await deliverRoom(['a', 'b', 'c'].map((id) => entry(message(id))))
  expect(calls.filter((call) => call.startsWith('deliver'))).toEqual(['deliver a,b,c', 'deliver c'])
  expect(calls.filter((call) => call.startsWith('stored'))).toEqual(['stored b', 'stored c'])
  expect(settled).toEqual({ a: place('a', 5), b: place('b', 6), c: place('c', 11) })
})

test.each<[string, Parameters<typeof makeRoom>[1], string[]]>([
  ['placed', { findLive: async (id) => ok(place(id, 5)) }, ['live a']],
  ['stored', { findInDatabase: async (id) => ok(place(id, 5)) }, questions('a')],
])('when all of it is %s no more is asked', async (_, ask, expected) => {
  const { deliverRoom, entry, calls, settled } = makeRoom([new Error('answer lost')], ask)
  await deliverRoom([entry(message('a'))])
  expect(calls).toEqual(['deliver a', 'sleep', ...expected])
  expect(settled).toEqual({ a: place('a', 5) })
})

test('1.15: while servers give no numbers in the room PostgreSQL is not asked; after eight seconds its senders ask again', async () => {
  const { deliverRoom, entry, calls, settled, now } = makeRoom([{ kind: 'behind' }], {
    isNumbered: async () => false,
  })
  await deliverRoom([entry(message('a')), entry(message('b'))])
  expect(settled).toEqual({ a: 'not-confirmed', b: 'not-confirmed' })
  expect(new Set(calls)).toEqual(new Set(['deliver a,b', 'sleep', 'live a', 'live b', 'numbered']))
  expect(now()).toBeGreaterThanOrEqual(8_000)
  expect(now()).toBeLessThan(8_500)
})

test('an engine that is away while it is asked is asked again, and again for each attempt until time is up', async () => {
  const { deliverRoom, entry, calls, settled } = makeRoom([new Error('away')], {
    findLive: (_, nowMs) => (nowMs < 2_000 ? away() : Promise.resolve(null)),
  })
  await deliverRoom([entry(message('a'))])
  expect(settled).toEqual({ a: place('a', 11) })
  expect(calls.filter((call) => call === 'live a').length).toBeGreaterThan(5)
})

test('3.6: what was said more than a minute ago is not delivered, also beside what was said just now', async () => {
  const { deliverRoom, entry, calls, settled, pass } = makeRoom([])
  pass(60_000)
  await deliverRoom([entry(message('a'))])
  expect(settled).toEqual({ a: place('a', 11) })
  pass(1)
  await deliverRoom([entry(message('b'), 60_000), entry(message('c'))], () => calls.push('called'))
  expect(settled).toMatchObject({ b: 'not-confirmed', c: 'not-confirmed' })
  expect(calls).toEqual(['deliver a', 'room has 2', 'called'])
})
