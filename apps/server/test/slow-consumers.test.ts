import { setTimeout as delay } from 'node:timers/promises'
import type { Room, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { createCollect } from '../src/limits/overload'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { until } from '@parley/testkit/until'

const PAUSED = 20
const WRITERS = 5
const EACH_WRITES = 90
/** 16,000 bytes each: together more than the kernel buffers for one connection. */
const BODY = '😀'.repeat(4_000)
/** Clients that each request 1.6 MB four times a second. */
const GREEDY = 8
/**
 * Memory that all paused clients of a busy room may hold in a server, garbage not counted: they share its packets. MiB;
 * measured: 10.
 */
const PAUSED_MAY_HOLD_MIB = 20
/**
 * The same for clients that request much: they share no answers. MiB; measured: 34 to 41, and 136 without the byte limit.
 */
const GREEDY_MAY_HOLD_MIB = 8 * GREEDY

/** Runs in this process, so that garbage can be collected before its memory is measured. */
let server: ServerHere
let database: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl(3),
    GUEST_JOINS_PER_MINUTE: '1000',
  })
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

const collect = createCollect()
function heldMiB(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1024 ** 2
}

/**
 * Each writer sends its next message when the last is acknowledged, so that readers keep up. Resolves to the number of
 * messages.
 */
async function flood(writers: Guest[], roomId: string): Promise<number> {
  let acknowledged = 0
  const writing = writers.map(async (writer) => {
    for (let i = 0; i < EACH_WRITES; i++) {
      const { ok } = await writer.ask('message:send', { roomId, id: newId(), body: BODY })
      if (ok) acknowledged += 1
    }
  })
  await Promise.all(writing)
  return acknowledged
}

/** A room that one user has filled with large messages, with that user. */
async function makeBusyRoom() {
  const names = Array.from({ length: WRITERS }, (_, i) => `Writer ${i}`)
  const writers = await Promise.all(names.map((name) => joinAsGuest(server.url, name)))
  const made = await writers[0]!.post('/rooms', { name: `busy ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  for (const writer of writers) await writer.post(`/rooms/${roomId}/join`)
  await flood(writers, roomId)
  return { roomId, writers }
}

async function joinRoom(roomId: string, count: number): Promise<Guest[]> {
  const names = Array.from({ length: count }, (_, i) => `Reader ${i}`)
  const people = await Promise.all(names.map((name) => joinAsGuest(server.url, name)))
  for (const person of people) await person.post(`/rooms/${roomId}/join`)
  return people
}

const cut = () => server.metric('parley_slow_consumers_cut_total')

test('clients that do not read are cut, others notice nothing, and the cut clients come back and miss nothing', async () => {
  const { roomId } = await makeBusyRoom()
  const writers = await joinRoom(roomId, WRITERS) // the writers before have used up their request limit
  const [healthy, ...paused] = (await joinRoom(roomId, PAUSED + 1)) as [Guest, ...Guest[]]
  const seen = new Map<number, number>()
  healthy.socket.on('room:events', ({ epoch, events }: { epoch: number; events: SequencedEvent[] }) => {
    for (const { seq } of events) seen.set(seq, epoch)
  })
  const before = { cut: await cut(), held: heldMiB() }
  for (const person of paused) person.pause()
  const most = watchHeld()
  expect(await flood(writers, roomId)).toBe(WRITERS * EACH_WRITES)
  await until('all of them cut', 60_000, async () => (await cut()) - before.cut === PAUSED)
  await until('everything seen by who reads', 30_000, () => seen.size === WRITERS * EACH_WRITES)
  expect([healthy, ...writers].every(({ socket }) => socket.connected)).toBe(true)
  expect((await most()) - before.held).toBeLessThan(PAUSED_MAY_HOLD_MIB)

  const [back] = paused as [Guest]
  const lost = new Promise<string>((resolve) => back.socket.once('disconnect', resolve))
  back.resume()
  // After this reason every client comes back by itself, at once; "io server disconnect" would keep it away.
  expect(await lost).toMatch(/^transport (close|error)$/)
  const again = await connectGuest(server.url, back.cookie)
  const last = Math.max(...seen.keys())
  const cursor = { roomId, epoch: seen.get(last)!, seq: last - 20 }
  const answer = await again.ask<{ rooms: SyncAnswer[] }>('rooms:sync', { rooms: [cursor] })
  expect(answer.ok && answer.value.rooms[0]).toMatchObject({ kind: 'events', seq: last })
  for (const { socket } of [healthy, ...writers, ...paused, again]) socket.close()
})

test('P11: a client that requests much and does not read the answers is cut before they fill the memory', async () => {
  const { roomId, writers } = await makeBusyRoom()
  const greedy = await joinRoom(roomId, GREEDY)
  const before = { cut: await cut(), held: heldMiB() }
  const most = watchHeld()
  for (const person of greedy) person.pause()
  await until('all of them cut', 60_000, async () => {
    for (const { socket } of greedy)
      socket.emit('history:page', { roomId, before: null, limit: 100 }, () => {})
    await delay(250)
    return (await cut()) - before.cut === GREEDY
  })
  expect((await most()) - before.held).toBeLessThan(GREEDY_MAY_HOLD_MIB)
  expect(writers.every(({ socket }) => socket.connected)).toBe(true)
  for (const { socket } of [...greedy, ...writers]) socket.close()
})

/** Measures repeatedly; returns the highest value. */
function watchHeld(): () => Promise<number> {
  let most = 0
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      most = Math.max(most, heldMiB())
      await delay(200)
    }
  })()
  const stop = () => {
    isOver = true
    return looking
  }
  onTestFinished(stop)
  return async () => {
    await stop()
    return most
  }
}
