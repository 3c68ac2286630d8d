import { createLogger } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPurge } from '../src/lifecycle/purge'
import { makeDatabase } from './running-server'
import { until } from '@parley/testkit/until'

const EXPIRED = 1_234

let made: Awaited<ReturnType<typeof makeDatabase>>
beforeAll(async () => {
  made = await makeDatabase()
})
afterAll(() => made?.drop())

test('expired sessions are deleted bit by bit, by several servers side by side, and valid ones stay', async () => {
  const { people, prisma, sessions } = made.database
  await prisma.user.create({ data: { id: 'ada', name: 'Ada', email: 'ada@example.org' } })
  const session = (id: string, expiresAt: number) => {
    return { id, token: `token ${id}`, userId: 'ada', expiresAt: new Date(expiresAt) }
  }
  const now = Date.now()
  await prisma.session.createMany({
    data: [
      ...Array.from({ length: EXPIRED }, (_, i) => session(`old ${i}`, now - 1_000 - i)),
      session('new', now + 3_600_000),
    ],
  })
  let purged = 0
  const most: number[] = []
  const loops = [0, 1].map(() =>
    startPurge({
      ...{ people, delivery: { forget: async () => {} }, guestKeepDays: 30, clock: Date.now },
      links: made.database.oneTimeLinks,
      sessions: {
        async deleteExpired(limit) {
          const deleted = await sessions.deleteExpired(limit)
          most.push(deleted)
          return deleted
        },
      },
      onPurged: (_what, count) => (purged += count),
      logger: createLogger('test', 'fatal'),
      everyMs: 10,
    }),
  )
  await until('all purged', 15_000, () => purged === EXPIRED)
  await Promise.all(loops.map((loop) => loop.close()))
  expect(Math.max(...most)).toBeLessThanOrEqual(500)
  expect((await prisma.session.findMany()).map(({ id }) => id)).toEqual(['new'])
})

test("an abandoned guest is deleted in the same round as their session, with Redis's data of their empty room", async () => {
  const { people, prisma, rooms, sessions } = made.database
  const day = 86_400_000
  const createdAt = new Date(Date.now() - 31 * day)
  const guest = (id: string) => ({ id, name: id, email: `${id}@example.org`, isAnonymous: true, createdAt })
  await prisma.user.createMany({ data: [guest('gone'), guest('here')] })
  const session = (userId: string, lives: number) => {
    return { id: userId, token: `session of ${userId}`, userId, expiresAt: new Date(Date.now() + lives) }
  }
  await prisma.session.createMany({ data: [session('gone', -1_000), session('here', day)] })
  const room = await rooms.create({ name: 'Empty', createdBy: 'gone' })
  if (room.kind !== 'created') throw new Error(room.kind)
  const forgotten: string[] = []
  const loop = startPurge({
    ...{
      people,
      sessions,
      guestKeepDays: 30,
      clock: Date.now,
      logger: createLogger('test', 'fatal'),
      everyMs: 10,
    },
    links: made.database.oneTimeLinks,
    delivery: { forget: async (roomId) => void forgotten.push(roomId) },
    onPurged: () => {},
  })
  await until('the room is forgotten', 15_000, () => forgotten.length > 0)
  await loop.close()
  expect(forgotten).toEqual([room.room.id])
  expect(await people.get('gone')).toBeNull()
  expect(await people.get('here')).not.toBeNull()
})

test('a round deletes all expired links, a few at a time, and none that works', async () => {
  const { oneTimeLinks, people, prisma, sessions } = made.database
  const link = (id: string, lives: number) => {
    return { id, identifier: id, value: '', expiresAt: new Date(Date.now() + lives) }
  }
  const old = Array.from({ length: EXPIRED }, (_, i) => link(`old ${i}`, -1_000))
  await prisma.verification.createMany({ data: [...old, link('new', 3_600_000)] })
  const deletions: number[] = []
  const loop = startPurge({
    ...{ people, sessions, guestKeepDays: 30, clock: Date.now, logger: createLogger('test', 'fatal') },
    delivery: { forget: async () => {} },
    links: {
      async deleteExpired(limit) {
        const deleted = await oneTimeLinks.deleteExpired(limit)
        deletions.push(deleted)
        return deleted
      },
    },
    onPurged: () => {},
    // One round in this test.
    everyMs: 10,
    random: () => (deletions.length === 0 ? 0 : 1e6),
  })
  await until('the round is over', 15_000, () => deletions.some((deleted) => deleted < 500))
  await loop.close()
  expect(deletions).toEqual([500, 500, EXPIRED - 1_000])
  expect((await prisma.verification.findMany()).map(({ id }) => id)).toEqual(['new'])
})
