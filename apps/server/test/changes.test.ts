import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import type {
  ClientOutput,
  Result,
  Room,
  RoomEventsPacket,
  SequencedEvent,
  SyncAnswer,
} from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { storeAndForget } from './stored'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
let ada: Guest
let bo: Guest
const redis = connectRedis(redisUrl(7), { role: 'commands' })
const delivery = createDelivery({ redis })

beforeAll(async () => {
  database = await makeDatabase()
  await waitForRedis(redis, 10_000)
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
  ada = await joinAsGuest(server.url, 'Ada')
  bo = await joinAsGuest(server.url, 'Bo')
})
afterAll(async () => {
  for (const guest of [ada, bo]) guest?.socket.close()
  await server?.close()
  redis.disconnect()
  await database?.drop()
})

/** Ada's room, with Bo in it if a test says so. Nothing is ever stored here: no persister runs. */
async function makeRoom({ withBo = true } = {}): Promise<string> {
  const made = await ada.post('/rooms', { name: `room ${newId()}` })
  const { id } = (await made.json()) as Room
  if (withBo) await bo.post(`/rooms/${id}/join`)
  return id
}

function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const code = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.code)

async function say(by: Guest, roomId: string, body: string) {
  return done(await by.ask<SequencedEvent>('message:send', { roomId, id: newId(), body }))
}

const change = (by: Guest, roomId: string, messageId: string, what: object, id = newId(), again = false) =>
  by.ask<SequencedEvent>('message:change', { roomId, id, messageId, change: what, again })

test('edits, reactions and deletions get seqs, reach every member, and stand in the page before they are stored', async () => {
  const roomId = await makeRoom()
  const heard: RoomEventsPacket['events'] = []
  bo.socket.on('room:events', (packet: RoomEventsPacket) => {
    if (packet.roomId === roomId) heard.push(...packet.events)
  })
  const first = await say(ada, roomId, 'first')
  const second = await say(ada, roomId, 'second')
  const changes = [
    done(await change(ada, roomId, first.event.id, { kind: 'edit', body: 'first, better' })),
    done(await change(bo, roomId, first.event.id, { kind: 'reaction', emoji: '👍', on: true })),
    done(await change(ada, roomId, second.event.id, { kind: 'deletion' })),
  ]
  expect(changes.map(({ seq }) => seq - first.seq)).toEqual([2, 3, 4])
  await until('all heard', 5_000, async () => heard.length === 5)
  expect(heard.map(({ seq, event }) => [seq - first.seq, event.kind])).toEqual([
    [0, 'message'],
    [1, 'message'],
    [2, 'edit'],
    [3, 'reaction'],
    [4, 'deletion'],
  ])

  const page = done(await bo.ask<ClientOutput<'history:page'>>('history:page', { roomId }))
  expect(page.seq).toBe(first.seq + 4)
  expect(page.events.map(({ event }) => event.body)).toEqual(['first, better', ''])
  expect(page.events[0]?.changes?.reactions).toMatchObject([{ personName: 'Bo', emoji: '👍', on: true }])
  const cursor = { roomId, epoch: first.epoch, seq: second.seq }
  const synced = done(await bo.ask<{ rooms: SyncAnswer[] }>('rooms:sync', { rooms: [cursor] }))
  expect(synced.rooms[0]).toMatchObject({ kind: 'events', seq: first.seq + 4, events: changes })
})

test('only the author of a message edits or deletes it, and only members of the room react', async () => {
  const roomId = await makeRoom()
  const { event } = await say(ada, roomId, 'mine')
  expect(code(await change(bo, roomId, event.id, { kind: 'edit', body: 'yours' }))).toBe('not-your-message')
  expect(code(await change(bo, roomId, event.id, { kind: 'deletion' }))).toBe('not-your-message')
  const closed = await makeRoom({ withBo: false })
  const hidden = await say(ada, closed, 'not for Bo')
  const thumb = { kind: 'reaction', emoji: '👍', on: true }
  expect(code(await change(bo, closed, hidden.event.id, thumb))).toBe('not-a-member')
  expect(code(await change(bo, roomId, hidden.event.id, thumb))).not.toBe('ok')
  expect(code(await change(bo, roomId, event.id, { ...thumb, emoji: 'no' }))).toBe('not-an-emoji')
  expect(code(await change(ada, roomId, event.id, { kind: 'edit', body: ' ' }))).toBe('message-empty')
  const page = done(await ada.ask<ClientOutput<'history:page'>>('history:page', { roomId }))
  expect(page.events).toMatchObject([{ event: { body: 'mine' } }])
  expect(page.events[0]).not.toHaveProperty('changes')
})

test('a change of an id that is not a message is refused', async () => {
  const roomId = await makeRoom()
  const { event } = await say(ada, roomId, 'a message')
  const reaction = done(await change(ada, roomId, event.id, { kind: 'reaction', emoji: '👍', on: true }))
  expect(code(await change(ada, roomId, reaction.event.id, { kind: 'deletion' }))).toBe('no-such-message')
})

test('a repeated change is the same change', async () => {
  const roomId = await makeRoom()
  const { event } = await say(ada, roomId, 'once')
  const id = newId()
  const first = done(await change(ada, roomId, event.id, { kind: 'edit', body: 'twice' }, id))
  expect(done(await change(ada, roomId, event.id, { kind: 'edit', body: 'twice' }, id, true))).toEqual(first)
  expect(code(await change(bo, roomId, event.id, { kind: 'deletion' }, id, true))).toBe('id-taken')
})

test.each([
  ['what became of it waits to be stored', async () => {}],
  [
    'it is stored',
    (roomId: string, events: SequencedEvent[]) => storeAndForget(database, delivery, roomId, events),
  ],
  [
    'it alone is stored',
    (roomId: string, [said]: SequencedEvent[]) => storeAndForget(database, delivery, roomId, [said!]),
  ],
])(
  '3.2: a deleted message takes neither edits nor reactions; to delete it again is no mistake (%s)',
  async (_, age) => {
    const roomId = await makeRoom()
    const said = await say(ada, roomId, 'gone soon')
    const { id } = said.event
    const edit = { kind: 'edit', body: 'better' }
    const editId = newId()
    const edited = done(await change(ada, roomId, id, edit, editId))
    const deleted = done(await change(ada, roomId, id, { kind: 'deletion' }))
    await age(roomId, [said, edited, deleted])
    expect(code(await change(ada, roomId, id, { kind: 'edit', body: 'too late' }))).toBe('message-deleted')
    for (const on of [true, false])
      expect(code(await change(bo, roomId, id, { kind: 'reaction', emoji: '👍', on }))).toBe(
        'message-deleted',
      )
    expect(code(await change(bo, roomId, id, edit))).toBe('not-your-message')
    const again = done(await change(ada, roomId, id, { kind: 'deletion' }))
    expect(again.seq).toBe(deleted.seq + 1)
    // Accepted before the deletion, but its answer was lost.
    expect(done(await change(ada, roomId, id, edit, editId, true))).toMatchObject({
      seq: edited.seq,
      event: { id: editId },
    })
  },
)

test('a message found nowhere does not exist, but only once the whole log is stored', async () => {
  const roomId = await makeRoom()
  await say(ada, roomId, 'waits to be stored')
  const ask = () => change(ada, roomId, newId(), { kind: 'deletion' })
  expect(code(await ask())).toBe('storage-behind')
  // As if a persister had reached the end of every partition.
  const partitions = Array.from({ length: 64 }, (_, partition) => ({ partition, next: 1_000_000_000 }))
  await database.database.prisma.partitionOffset.createMany({ data: partitions })
  expect(code(await ask())).toBe('no-such-message')
})
