import type { Room, SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId } from './guest'
import { openLink, type Link } from './link'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { until } from '@parley/testkit/until'

let database: Awaited<ReturnType<typeof makeDatabase>>
let link: Link
let server: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  link = await openLink(redisUrl(6))
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: link.url })
})
afterAll(async () => {
  await server?.close()
  await link?.close()
  await database?.drop()
})

test('P9: no read mark passes the last message, whatever a client sends, and a mark never goes back', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const made = await ada.post('/rooms', { name: 'a room' })
  const { id: roomId } = (await made.json()) as Room
  const seqs: number[] = []
  for (const body of ['one', 'two']) {
    const sent = await ada.ask<SequencedEvent>('message:send', { roomId, id: newId(), body })
    if (!sent.ok) throw new Error(sent.failure.code)
    seqs.push(sent.value.seq)
  }
  const [first, last] = seqs as [number, number]
  const readSeq = async () => {
    const [row] = await database.database.prisma.membership.findMany({ where: { roomId } })
    return Number(row?.readSeq)
  }
  const mark = (seq: number) => ada.ask('read:mark', { roomId, seq })

  expect(await mark(first)).toEqual({ ok: true, value: { seq: first } })
  expect(await readSeq()).toBe(first)
  expect(await mark(Number.MAX_SAFE_INTEGER)).toEqual({ ok: true, value: { seq: last } })
  expect(await readSeq()).toBe(last)
  expect(await mark(first)).toEqual({ ok: true, value: { seq: last } })
  expect(await readSeq()).toBe(last)

  // Without Redis only PostgreSQL's knowledge counts: it has stored nothing of this room.
  link.cut()
  await until('Redis away', 5_000, async () => (await server.metric('parley_live_delayed')) === 1)
  expect(await mark(Number.MAX_SAFE_INTEGER)).toEqual({ ok: true, value: { seq: last } })
  expect(await readSeq()).toBe(last)
  link.heal()
  ada.socket.close()
})

test("5.3: a read mark of one device reaches the user's others, on every server, and no other user", async () => {
  const other = await startServerHere('2', { DATABASE_URL: database.url, REDIS_URL: redisUrl(6) })
  const phone = await joinAsGuest(server.url, 'Ada')
  const laptop = await connectGuest(other.url, phone.cookie)
  const bo = await joinAsGuest(other.url, 'Bo')
  const made = await phone.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  await bo.post(`/rooms/${roomId}/join`)
  const heard: unknown[] = []
  laptop.socket.on('read:marked', (mark: unknown) => heard.push(mark))
  bo.socket.on('read:marked', (mark: unknown) => heard.push({ byBo: mark }))
  const sent = await bo.ask<SequencedEvent>('message:send', { roomId, id: newId(), body: 'one' })
  const seq = sent.ok ? sent.value.seq : 0
  await phone.ask('read:mark', { roomId, seq })
  await until('told', 1_000, () => heard.length > 0)
  // A repeat changes nothing.
  await phone.ask('read:mark', { roomId, seq })
  await phone.ask('read:mark', { roomId, seq: seq - 1 })
  await laptop.ask('rooms:sync', { rooms: [] })
  expect(heard).toEqual([{ roomId, seq }])
  for (const { socket } of [phone, laptop, bo]) socket.close()
  await other.close()
})
