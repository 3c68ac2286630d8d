import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { createLog } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReadMissed } from '../src/catch-up/read-missed'
import { createReadPage } from '../src/catch-up/read-page'
import { createIsRecovering } from '../src/catch-up/recovery'
import { newId } from './guest'
import { makeDatabase, redisUrl } from './running-server'

const log = createLog('server', 'fatal')
const redis = connectRedis(redisUrl(12), { role: 'commands' })
const delivery = createDelivery({ redis })
let made: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  made = await makeDatabase()
  await waitForRedis(redis, 10_000)
})
afterAll(async () => {
  redis.disconnect()
  await made?.drop()
})

test('2.8: while a wall stands nobody is told to reload, and nobody gets a page: what is acknowledged may be missing there', async () => {
  const { history, offsets, events } = made.database
  const [roomId, partition] = [newId(), 1]
  const isRecovering = createIsRecovering(() => offsets.next(partition))
  const readMissed = createReadMissed({ delivery, history, isRecovering, log })
  const readPage = createReadPage({ delivery, history, isRecovering, log })
  const ask = () => readMissed({ roomId, epoch: 1, seq: 1 })
  const page = () => readPage(roomId, null, 10)

  // As a persister seeds it that found the head lost when the log ended at 2.
  const request = { roomId, by: 'persister' as const, storedOffset: 0, events: [] }
  const lost = await delivery.deliver(request)
  if (lost.kind !== 'unseeded') throw new Error(lost.kind)
  await delivery.deliver({ ...request, seed: { highest: 1, wall: 2, loss: lost.loss } })
  const { generation } = await offsets.claim(partition)
  for (const from of [0, 1]) {
    expect(await ask()).toMatchObject({ kind: 'later' })
    expect(await page()).toMatchObject({ ok: false, failure: { code: 'not-confirmed', retryable: true } })
    await events.store({ partition, generation, from, next: from + 1, events: [], deadLetters: [] })
  }
  expect(await ask()).toMatchObject({ kind: 'reload' })
  expect(await page()).toMatchObject({ ok: true })
})
