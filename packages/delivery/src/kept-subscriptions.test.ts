import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepSubscriptions } from './kept-subscriptions'
import type { RedisClient } from './script'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A connection that records every command and, while `refuses`, refuses it. */
function makeSubscriber({ isCluster = false } = {}) {
  const asked: string[] = []
  const degraded: string[] = []
  const answer = async (...command: string[]) => {
    asked.push(command.join(' '))
    if (subscriber.refuses) throw new Error('refused')
  }
  const subscriber = Object.assign(new EventEmitter(), {
    isCluster,
    status: 'ready',
    refuses: false,
    ping: () => answer('ping'),
    ssubscribe: (channel: string) => answer('ssubscribe', channel),
    sunsubscribe: (channel: string) => answer('sunsubscribe', channel),
  })
  const kept = keepSubscriptions(subscriber as unknown as RedisClient, (operation) =>
    degraded.push(operation),
  )
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  return { subscriber, kept, asked, degraded, pass }
}

test('a silent connection is pinged every five seconds, as long as it has a subscription', async () => {
  const { kept, asked, pass } = makeSubscriber()
  kept.add('a')
  kept.add('b')
  await pass(10_000)
  expect(asked.splice(0)).toEqual(['ssubscribe a', 'ssubscribe b', 'ping', 'ping'])
  kept.remove('a')
  await pass(5_000)
  expect(asked.splice(0)).toEqual(['sunsubscribe a', 'ping'])
  kept.remove('b')
  await pass(10_000)
  expect(asked.splice(0)).toEqual(['sunsubscribe b'])
  kept.add('c')
  await pass(5_000)
  expect(asked).toEqual(['ssubscribe c', 'ping'])
})

test('a cluster checks its connections itself', async () => {
  const { kept, asked, pass } = makeSubscriber({ isCluster: true })
  kept.add('a')
  await pass(5_000)
  expect(asked).toEqual(['ssubscribe a'])
})

test('while Redis is down no command is sent to it', async () => {
  const { subscriber, kept, asked, pass } = makeSubscriber()
  subscriber.status = 'reconnecting'
  kept.add('a')
  kept.add('b')
  kept.remove('b')
  await pass(5_000)
  expect(asked).toEqual([])
  subscriber.status = 'ready'
  subscriber.emit('ready')
  expect(asked).toEqual(['ssubscribe a'])
})

test('a refusal of Redis is reported; a subscription that is no longer wanted is not retried', async () => {
  const { subscriber, kept, asked, degraded, pass } = makeSubscriber()
  subscriber.refuses = true
  kept.add('kept')
  kept.add('dropped')
  kept.remove('dropped')
  await pass(499)
  expect(asked.splice(0)).toEqual(['ssubscribe kept', 'ssubscribe dropped', 'sunsubscribe dropped'])
  expect(degraded.splice(0)).toEqual(['ssubscribe', 'ssubscribe', 'sunsubscribe'])
  await pass(1)
  expect(asked.splice(0)).toEqual(['ssubscribe kept'])
  await pass(5_000)
  expect(degraded).toContain('ping')
})
