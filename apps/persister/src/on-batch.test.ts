import type { LogBatch } from '@parley/event-log'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { FencedError } from './fenced'
import { createOnBatch } from './on-batch'

const HOUR_MS = 3_600_000

/** Hands over one record; resolves to the time when it was stored. */
async function store(read: Pick<LogBatch, 'readAtMs' | 'isBehind'>): Promise<number> {
  let storedAtMs = NaN
  const { onBatch } = createOnBatch({
    fencingTokenOf: () => 1,
    continuityCheckOf: () => undefined,
    isOwner: async () => true,
    persistBatch: async () => void (storedAtMs = performance.now()),
    logger: createLogger('persister', 'error'),
  })
  const records = [{ offset: 0, key: 'room', value: '{}' }]
  await onBatch({ ...read, partition: 0, records, isOwned: () => true, keepAlive: async () => {} })
  return storedAtMs
}

test('3.16: for a moment after reading, a record is left to the servers', async () => {
  const readAtMs = performance.now()
  expect((await store({ readAtMs, isBehind: false })) - readAtMs).toBeGreaterThan(245)
})

test('3.16: a record that has waited long enough, or that delays others, is stored at once', async () => {
  const now = performance.now()
  expect(await store({ readAtMs: now - HOUR_MS, isBehind: false })).toBeGreaterThanOrEqual(now)
  expect(await store({ readAtMs: now + HOUR_MS, isBehind: true })).toBeGreaterThanOrEqual(now)
})

/**
 * Hands over a record that PostgreSQL refuses. `checks`: the number of checks after which the log reports that the
 * partition has moved.
 */
function storeFenced(checks: number, isOwner: boolean, fencedTimeoutMs: number): Promise<unknown> {
  let looks = 0
  const { onBatch } = createOnBatch({
    fencingTokenOf: () => 1,
    continuityCheckOf: () => undefined,
    isOwner: () => Promise.resolve(isOwner),
    persistBatch: () => Promise.reject(new FencedError(0)),
    fencedTimeoutMs,
    logger: createLogger('persister', 'error'),
  })
  const records = [{ offset: 0, key: 'room', value: '{}' }]
  const isOwned = () => ++looks <= checks
  return onBatch({
    ...{ readAtMs: 0, isBehind: true, partition: 0, records },
    isOwned,
    keepAlive: async () => {},
  })
}

test('3.14: fenced before the log reports that the partition has moved: it waits for that, and continues', async () => {
  await expect(storeFenced(3, false, HOUR_MS)).resolves.toBeUndefined()
})

test('3.4: fenced, and the log never tells why: the process must end, and start at the stored offset', async () => {
  await expect(storeFenced(Infinity, false, 0)).rejects.toBeInstanceOf(FencedError)
})

test('3.4: an offset row that moved without a new owner ends the process at once', async () => {
  await expect(storeFenced(Infinity, true, HOUR_MS)).rejects.toBeInstanceOf(FencedError)
})
