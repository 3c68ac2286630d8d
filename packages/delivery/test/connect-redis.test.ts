import { findFreePort } from '@parley/engines'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectRedis, waitForRedis } from '../src'
import { startTestRedis } from './test-redis'

const errors: Error[] = []
let url: string
let nobody: Redis
beforeEach(async () => {
  url = `redis://127.0.0.1:${await findFreePort()}`
  nobody = connectRedis(url, { role: 'commands', onError: (error) => errors.push(error) })
})
afterEach(() => nobody.disconnect())

test('a start without Redis rejects at its timeout, and waits no longer', async () => {
  const listeners = nobody.listenerCount('ready')
  await expect(waitForRedis(nobody, 200)).rejects.toThrow('200 ms')
  expect(nobody.listenerCount('ready')).toBe(listeners)
  expect(errors[0]).toMatchObject({ code: 'ECONNREFUSED' })
})

test('the pauses between attempts to connect grow up to half a second', () => {
  const { retryStrategy } = nobody.options
  expect([1, 2, 10, 1_000].map((attempt) => retryStrategy?.(attempt))).toEqual([50, 100, 500, 500])
})

test('a subscription may take longer than a command: it is renewed after a lost connection', () => {
  const subscriber = connectRedis(url, { role: 'subscriber' })
  expect(subscriber.options.commandTimeout).toBeUndefined()
  expect(nobody.options.commandTimeout).toBe(1_000)
  subscriber.disconnect()
})

test('commands of one turn reach Redis in one write, also on a new connection', async () => {
  const server = await startTestRedis()
  try {
    const redis = await server.connect()
    const countReads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))![1])
    const sendMany = () => Promise.all(Array.from({ length: 50 }, (_, n) => redis.get(`key ${n}`)))
    for (const connection of ['first', 'second']) {
      const before = await countReads()
      await sendMany()
      expect(await countReads(), connection).toBe(before + 2)
      const isBack = new Promise((resolve) => redis.once('ready', resolve))
      redis.stream.destroy()
      await isBack
    }
  } finally {
    await server.close()
  }
})
