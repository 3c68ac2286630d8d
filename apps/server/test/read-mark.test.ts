import type { Room, SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId } from './guest'
import { openLink, type Link } from './link'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { until } from '@parley/engines/until'

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

test('I11: nobody has read beyond the last message, whatever a client says, and a mark never goes back', async () => {
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
  await mark(first)
  expect(await readSeq()).toBe(last)

  // Without Redis, as far as PostgreSQL knows: nothing of this room is stored here.
  link.cut()
  await until('Redis away', 5_000, async () => (await server.metric('parley_live_delayed')) === 1)
  expect(await mark(Number.MAX_SAFE_INTEGER)).toEqual({ ok: true, value: { seq: 0 } })
  expect(await readSeq()).toBe(last)
  link.heal()
  ada.socket.close()
})
