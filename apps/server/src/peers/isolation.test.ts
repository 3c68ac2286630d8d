import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchForIsolation } from './isolation'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function server({ others = true } = {}) {
  const now = { live: true, others }
  const heard: string[] = []
  const watch = watchForIsolation({
    isLive: () => now.live,
    doesAnyReachRedis: async () => now.others,
    onIsolated: () => heard.push('isolated'),
    onHealed: () => heard.push('healed'),
  })
  return { now, heard, watch, seconds: (count: number) => vi.advanceTimersByTimeAsync(count * 1_000) }
}

test('a server that is isolated from Redis reports it once, until it has reached Redis for a while', async () => {
  const { now, heard, watch, seconds } = server()
  now.live = false
  await seconds(4)
  expect(heard).toEqual([])
  await seconds(60)
  expect(heard).toEqual(['isolated'])
  expect(watch.isIsolated()).toBe(true)
  now.live = true
  await seconds(9)
  expect(heard).toEqual(['isolated'])
  await seconds(1)
  expect(heard).toEqual(['isolated', 'healed'])
  now.live = false
  await seconds(10)
  expect(heard).toEqual(['isolated', 'healed', 'isolated'])
})

test('while no server reaches Redis no client is sent away; a server that is then isolated sends its clients away', async () => {
  const { now, heard, seconds } = server({ others: false })
  now.live = false
  await seconds(60)
  expect(heard).toEqual([])
  now.others = true
  await seconds(2)
  expect(heard).toEqual([])
  await seconds(1)
  expect(heard).toEqual(['isolated'])
})

test('a connection that breaks repeatedly sends clients away once', async () => {
  const { now, heard, seconds } = server()
  for (let i = 0; i < 20; i++) {
    now.live = false
    await seconds(8)
    now.live = true
    await seconds(4)
  }
  expect(heard).toEqual(['isolated'])
})

test('a Redis restart that ends a moment later for this server than for others is no reason', async () => {
  const { now, heard, seconds } = server()
  now.live = false
  await seconds(4)
  now.live = true
  await seconds(30)
  expect(heard).toEqual([])
})
