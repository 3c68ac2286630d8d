import { setTimeout as delay } from 'node:timers/promises'
import { connectRedis, waitForRedis } from '@parley/delivery'
import { encodeRoomEvent } from '@parley/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { newId, startPersisterHere } from './running-persister'

test('3.13: events that a dead persister stored and did not trim are trimmed, for as long as it takes; storing does not wait for it', async () => {
  const { eventLog, redisUrl, shown, stop, restart } = await startPersisterHere()
  const redis = connectRedis(redisUrl, { role: 'commands' })
  await waitForRedis(redis, 10_000)
  onTestFinished(() => redis.disconnect())
  const room = newId()
  const neighbour = idOfPartition(eventLog.partitionOf(room))
  const key = `parley:{${room}}:head`
  const said = (roomId: string, id: string) => ({
    key: roomId,
    value: encodeRoomEvent({
      kind: 'message',
      id,
      roomId,
      authorId: 'ada',
      authorName: 'Ada',
      body: 'hello',
      at: 1,
    }),
  })

  const id = newId()
  await eventLog.append([said(room, id)])
  await shown('parley_persister_events_stored_total 1')
  await trimmed()
  await stop()
  // As if it had not been trimmed, and could not be.
  const kept = await redis.dumpBuffer(key)
  const { persistedSeq, seq } = await redis.hgetall(key)
  expect(persistedSeq).toBe(seq)
  await redis.set(key, 'no hash')

  await restart()
  await eventLog.append([said(neighbour, newId())])
  await shown('parley_persister_events_stored_total 1')

  await redis.restore(key, 0, kept, 'REPLACE')
  await redis.hset(key, 'persistedSeq', Number(seq) - 1, seq!, `${id} its event`)
  await trimmed()

  function idOfPartition(partition: number): string {
    for (;;) {
      const id = newId()
      if (eventLog.partitionOf(id) === partition) return id
    }
  }

  async function trimmed() {
    for (;;) {
      const [persistedSeq, seq] = await redis.hmget(key, 'persistedSeq', 'seq')
      if (persistedSeq && persistedSeq === seq) return
      await delay(50)
    }
  }
})
