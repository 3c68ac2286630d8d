import { createLog } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { purgeSessions } from '../src/purge-sessions'
import { makeDatabase } from './running-server'
import { until } from '@parley/engines/until'

const EXPIRED = 1_234

let made: Awaited<ReturnType<typeof makeDatabase>>
beforeAll(async () => {
  made = await makeDatabase()
})
afterAll(() => made?.drop())

test('expired sessions are deleted bit by bit, by several servers side by side, and those that live stay', async () => {
  const { prisma, sessions } = made.database
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
    purgeSessions({
      sessions: {
        async deleteExpired(limit) {
          const deleted = await sessions.deleteExpired(limit)
          most.push(deleted)
          return deleted
        },
      },
      onPurged: (count) => (purged += count),
      log: createLog('test', 'fatal'),
      everyMs: 10,
    }),
  )
  await until('all purged', 15_000, () => purged === EXPIRED)
  await Promise.all(loops.map((loop) => loop.close()))
  expect(Math.max(...most)).toBeLessThanOrEqual(500)
  expect((await prisma.session.findMany()).map(({ id }) => id)).toEqual(['new'])
})
