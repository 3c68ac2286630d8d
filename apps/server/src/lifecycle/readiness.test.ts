import { expect, test } from 'vitest'
import { createReadiness } from './readiness'

function serverWith(
  database: () => Promise<boolean>,
  more: Partial<Parameters<typeof createReadiness>[0]> = {},
) {
  return createReadiness({
    redis: async () => true,
    log: () => true,
    database,
    isIsolated: () => false,
    isOverloaded: () => false,
    ...more,
  })
}

test('a server is ready once it has reached every engine, and stays ready when one goes down', async () => {
  let isThere = false
  const readiness = serverWith(async () => isThere)
  expect((await readiness.check()).ready).toBe(false)
  isThere = true
  expect((await readiness.check()).ready).toBe(true)
  isThere = false
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
})

test('an overloaded server is not ready until its load is normal', async () => {
  let isOverloaded = true
  const readiness = serverWith(async () => true, { isOverloaded: () => isOverloaded })
  expect(await readiness.check()).toMatchObject({ ready: false, overloaded: true })
  isOverloaded = false
  expect(await readiness.check()).toMatchObject({ ready: true, overloaded: false })
})

test('a draining server is not ready', async () => {
  const readiness = serverWith(async () => true)
  await readiness.check()
  readiness.drain()
  expect(await readiness.check()).toMatchObject({ ready: false, draining: true })
})

test('a database that hangs delays no answer, and is asked once', async () => {
  let asked = 0
  let answer = (_isThere: boolean) => {}
  const readiness = serverWith(() => {
    asked++
    return new Promise((resolve) => (answer = resolve))
  })
  const first = readiness.check()
  answer(true)
  await first
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
  expect(asked).toBe(2)
})

test('a server that alone cannot reach Redis is not ready, until it can', async () => {
  const now = { redis: true, isIsolated: false }
  const readiness = serverWith(async () => true, {
    redis: async () => now.redis,
    isIsolated: () => now.isIsolated,
  })
  await readiness.check()
  now.redis = false
  expect(await readiness.check()).toMatchObject({ ready: true, redis: false, isolated: false })
  now.isIsolated = true
  expect(await readiness.check()).toMatchObject({ ready: false, redis: false, isolated: true })
  now.isIsolated = false
  expect(await readiness.check()).toMatchObject({ ready: true })
})

test('a Redis that hangs delays no answer either', async () => {
  const readiness = serverWith(async () => true, { redis: () => new Promise(() => {}) })
  const beganAt = performance.now()
  expect(await readiness.check()).toMatchObject({ redis: false })
  expect(performance.now() - beganAt).toBeLessThan(2_000)
})
