import { setTimeout as delay } from 'node:timers/promises'
import type { Cursor, Room, RoomEventsPacket, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, signInGuest, type Guest } from './guest'
import { makeDatabase, redisUrl, startServer, type RunningServer } from './running-server'
import { until } from '@parley/testkit/until'

const PEOPLE = 200
/** Each user may send this many at once. */
const TALKERS = 4
const EACH_SAYS = 75
const MISSED = TALKERS * EACH_SAYS
/** Each read answers the requests that came during the previous one; without sharing there would be one per client. */
const MOST_READS = PEOPLE / 4

let server: RunningServer
let database: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServer('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

const speak = async (guest: Guest, roomId: string, body: string) => {
  const said = await guest.ask<SequencedEvent>('message:send', { roomId, id: newId(), body })
  if (!said.ok) throw new Error(said.failure.code)
  return said.value
}

/** A room with many messages after the cursor. */
async function makeTalk() {
  const ada = await joinAsGuest(server.url, 'Ada')
  const made = await ada.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  const { seq, epoch } = await speak(ada, roomId, 'seen')
  const talkers = await Promise.all(
    (await signIn(TALKERS, roomId)).map((cookie) => connectGuest(server.url, cookie)),
  )
  for (const talker of talkers) {
    await Promise.all(Array.from({ length: EACH_SAYS }, (_, i) => speak(talker, roomId, `missed ${i}`)))
    talker.socket.close()
  }
  return { ada, roomId, cursor: { roomId, epoch, seq } satisfies Cursor }
}

/** Sessions of this many users in the room. */
const signIn = (count: number, roomId: string) =>
  Promise.all(Array.from({ length: count }, (_, i) => signInGuest(server.url, `Guest ${i}`, roomId)))

const reads = async () => ({
  read: await server.metric('parley_catch_up_reads_total', { how: 'read' }),
  shared: await server.metric('parley_catch_up_reads_total', { how: 'shared' }),
})

test('P6: 200 that come back at once share few reads, and each gets everything, also messages sent meanwhile', async () => {
  const { ada, roomId, cursor } = await makeTalk()
  const cookies = await signIn(PEOPLE, roomId)
  const before = await reads()
  let isOver = false
  let last = 0
  const speaking = (async () => {
    for (let said = 0; !isOver && said < 90; said++, await delay(5))
      ({ seq: last } = await speak(ada, roomId, 'meanwhile'))
  })()

  const people = await Promise.all(
    cookies.map(async (cookie) => {
      const seen = new Set<number>()
      const hear = ({ events }: Pick<RoomEventsPacket, 'events'>) =>
        events.forEach(({ seq }) => seen.add(seq))
      const guest = await connectGuest(server.url, cookie, (socket) => socket.on('room:events', hear))
      return { guest, seen, hear }
    }),
  )
  await Promise.all(
    people.map(async ({ guest, hear }) => {
      const answer = await guest.ask<{ rooms: SyncAnswer[] }>('rooms:sync', { rooms: [cursor] })
      const [room] = answer.ok ? answer.value.rooms : []
      if (room?.kind !== 'events') throw new Error(`answered ${JSON.stringify(room ?? answer)}`)
      hear(room)
    }),
  )
  isOver = true
  await speaking

  await until('everything seen by all', 10_000, () =>
    people.every(({ seen }) => seen.size === last - cursor.seq),
  )
  const after = await reads()
  expect(after.read + after.shared - before.read - before.shared).toBe(PEOPLE)
  expect(after.read - before.read).toBeLessThan(MOST_READS)
  for (const { guest } of people) guest.socket.close()
  ada.socket.close()
})

test('200 that open a room at once share few reads of its newest page', async () => {
  const { ada, roomId, cursor } = await makeTalk()
  const cookies = await signIn(PEOPLE, roomId)
  const people = await Promise.all(cookies.map((cookie) => connectGuest(server.url, cookie)))
  const before = await reads()
  const pages = await Promise.all(
    people.map((guest) => guest.ask<{ events: SequencedEvent[] }>('history:page', { roomId, limit: 100 })),
  )
  for (const page of pages) {
    expect(page.ok && page.value.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 100 }, (_, i) => cursor.seq + MISSED - 99 + i),
    )
  }
  expect((await reads()).read - before.read).toBeLessThan(MOST_READS)
  for (const { socket } of [...people, ada]) socket.close()
})
