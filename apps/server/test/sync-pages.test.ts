import { createParley } from '@parley/client'
import type { ClientOutput, Cursor, Result, Room, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { openLink } from './link'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const MISSED = 300
const WRITERS = 4
/** 16,000 bytes: all messages together have 4.8 MB. */
const BODY = '😀'.repeat(4_000)
/** 512 KiB of events; the last one may exceed the limit. */
const MOST_BYTES = 540 * 1024
/** Sending all of it in one answer would take longer than the SDK's timeout. */
const SLOW_BYTES_PER_SECOND = 400_000

type Page = ClientOutput<'history:page'>

let server: ServerHere
let database: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

/** A room and its writers, who send in turns: one alone would be too fast. */
async function makeRoom(): Promise<{ roomId: string; writers: Guest[] }> {
  const names = Array.from({ length: WRITERS }, (_, i) => `Writer ${i}`)
  const writers = await Promise.all(names.map((name) => joinAsGuest(server.url, name)))
  onTestFinished(() => writers.forEach(({ socket }) => socket.close()))
  const made = await writers[0]!.post('/rooms', { name: `long ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  for (const writer of writers) await writer.post(`/rooms/${roomId}/join`)
  return { roomId, writers }
}

async function say(writer: Guest, roomId: string, body: string): Promise<SequencedEvent> {
  const answer = await writer.ask<SequencedEvent>('message:send', { roomId, id: newId(), body })
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value
}

async function sayAll(writers: Guest[], roomId: string): Promise<void> {
  for (let i = 0; i < MISSED; i++) await say(writers[i % WRITERS]!, roomId, `${BODY.slice(0, -8)}${1000 + i}`)
}

test('P6: a client that missed more than one answer may hold gets it in bounded pages, in order and whole', async () => {
  const { roomId, writers } = await makeRoom()
  const ada = writers[0]!
  let { epoch, seq } = await say(ada, roomId, 'seen')
  const first = seq
  await sayAll(writers, roomId)

  const heads: Cursor[] = []
  ada.socket.on('room:head', (told: Cursor) => heads.push(told))
  const events: SequencedEvent[] = []
  let pages = 0
  for (let isMore = true; isMore; pages++) {
    const answer = await ada.ask<{ rooms: SyncAnswer[] }>('rooms:sync', { rooms: [{ roomId, epoch, seq }] })
    const room = answer.ok ? answer.value.rooms[0] : undefined
    if (room?.kind !== 'events') throw new Error(JSON.stringify(answer).slice(0, 200))
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(MOST_BYTES)
    events.push(...room.events)
    ;({ epoch, seq } = room)
    isMore = (heads.pop()?.seq ?? 0) > seq
  }
  expect(pages).toBeGreaterThan(5)
  expect(events.map((each) => each.seq)).toEqual(Array.from({ length: MISSED }, (_, i) => first + 1 + i))
})

test('a page of history is bounded in bytes, and older messages come with the next request', async () => {
  const { roomId, writers } = await makeRoom()
  const ada = writers[0]!
  const said = new Set<number>()
  for (let nth = 0; nth < 60; nth++) said.add((await say(writers[nth % WRITERS]!, roomId, BODY)).seq)

  let before: number | null = null
  let pages = 0
  for (let isMore = true; isMore; pages++) {
    const answer: Result<Page> = await ada.ask<Page>('history:page', { roomId, before, limit: 100 })
    if (!answer.ok) throw new Error(answer.failure.code)
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(MOST_BYTES)
    for (const { seq } of answer.value.events) expect(said.delete(seq)).toBe(true)
    before = answer.value.events[0]!.seq
    isMore = answer.value.more
  }
  expect(pages).toBe(2)
  expect(said.size).toBe(0)
})

test('a room that does not fit after another one is told to ask again at once', async () => {
  const { roomId, writers } = await makeRoom()
  const ada = writers[0]!
  const { roomId: other } = await makeRoom()
  await ada.post(`/rooms/${other}/join`)
  const cursors: Cursor[] = []
  for (const room of [roomId, other]) {
    const { epoch, seq } = await say(ada, room, 'seen')
    cursors.push({ roomId: room, epoch, seq })
    for (let nth = 0; nth < 40; nth++) await say(ada, room, BODY)
  }
  const answer = await ada.ask<{ rooms: SyncAnswer[] }>('rooms:sync', { rooms: cursors })
  const rooms = answer.ok ? answer.value.rooms : []
  expect(rooms.map(({ kind }) => kind).sort()).toEqual(['events', 'later'])
  expect(rooms.find(({ kind }) => kind === 'later')).toMatchObject({ retryAfterMs: 0 })
})

test('P6: over a slow link the SDK catches up with 4.8 MB, and stays connected', async () => {
  const { roomId, writers } = await makeRoom()
  await say(writers[0]!, roomId, 'seen')
  const link = await openLink(server.url)
  const url = link.url.replace(/\/$/, '')
  const ben = createParley({ apiUrl: url, servers: [{ id: '1', url }] })
  onTestFinished(async () => {
    ben.close()
    await link.close()
  })
  let connections = 0
  let was = 'off'
  ben.subscribe(() => {
    const { kind } = ben.getState().connection
    if (kind === 'online' && was !== kind) connections += 1
    was = kind
  })
  await ben.joinAsGuest('Ben')
  await ben.joinRoom(roomId)
  ben.connect()
  ben.openRoom(roomId)
  await until('Ben has the room', 10_000, () => ben.getState().timelines[roomId]?.status === 'ready')
  ben.disconnect()
  await sayAll(writers, roomId)

  link.slow(SLOW_BYTES_PER_SECOND)
  ben.connect()
  const shown = () => ben.getState().timelines[roomId]?.messages ?? []
  await until('Ben has everything', 60_000, () => shown().length >= MISSED + 1)
  const said = shown().map(({ body }) => body.slice(-4))
  expect(said).toEqual(['seen', ...Array.from({ length: MISSED }, (_, i) => String(1000 + i))])
  expect(await server.metric('parley_slow_consumers_cut_total')).toBe(0)
  expect(connections).toBe(2)
}, 120_000)
