import type { LogBatch } from '@parley/event-log'
import { createLog } from '@parley/service'
import { expect, test } from 'vitest'
import { createOnBatch } from './on-batch'

const HOUR_MS = 3_600_000

/** Hands over one record; resolves to when it was stored. */
async function store(read: Pick<LogBatch, 'readAtMs' | 'isBehind'>): Promise<number> {
  let storedAtMs = NaN
  const { onBatch } = createOnBatch({
    generationOf: () => 1,
    lookBackOf: () => undefined,
    persistBatch: async () => void (storedAtMs = performance.now()),
    log: createLog('persister', 'error'),
  })
  const records = [{ offset: 0, key: 'room', value: '{}' }]
  await onBatch({ ...read, partition: 0, records, isOwned: () => true, keepAlive: async () => {} })
  return storedAtMs
}

test('3.16: what was just read is left to the servers for a moment', async () => {
  const readAtMs = performance.now()
  expect((await store({ readAtMs, isBehind: false })) - readAtMs).toBeGreaterThan(245)
})

test('3.16: what has waited long enough, and what others wait behind, is stored at once', async () => {
  const now = performance.now()
  expect(await store({ readAtMs: now - HOUR_MS, isBehind: false })).toBeGreaterThanOrEqual(now)
  expect(await store({ readAtMs: now + HOUR_MS, isBehind: true })).toBeGreaterThanOrEqual(now)
})
