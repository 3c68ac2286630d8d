// The result of a batch that the log hands over; src/on-batch.test.ts tests when it is stored.
import type { LogBatch } from '@parley/event-log'
import { createLogger } from '@parley/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FencedError } from './fenced'
import { NewerRecordError } from './newer-record'
import { createOnBatch } from './on-batch'
import type { PersistBatch } from './persist-batch'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const records = [4, 5, 6].map((offset) => ({ offset, key: 'room', value: '{}' }))

/** Batches of partition 3, with these events. */
function makeOnBatch(persistBatch: PersistBatch = async () => {}) {
  const state = {
    fencingToken: 7 as number | undefined,
    check: undefined as Promise<void> | undefined,
    isOwned: true,
    kept: 0,
    given: [] as unknown[],
  }
  const { onBatch, waiting } = createOnBatch({
    fencingTokenOf: (partition) => (partition === 3 ? state.fencingToken : undefined),
    continuityCheckOf: (partition) => (partition === 3 ? state.check : undefined),
    isOwner: () => Promise.resolve(false),
    async persistBatch(batch, isOwned) {
      state.given.push(batch)
      await persistBatch(batch, isOwned)
    },
    logger: createLogger('persister', 'fatal'),
  })
  const hand = (more: Partial<LogBatch> = {}) =>
    onBatch({
      partition: 3,
      records,
      readAtMs: 0,
      isBehind: true,
      isOwned: () => state.isOwned,
      keepAlive: async () => void (state.kept += 1),
      ...more,
    })
  return { hand, waiting, state }
}

test("a batch is stored with its offsets and its owner's fencing token", async () => {
  const { hand, state } = makeOnBatch()
  expect(await hand()).toBeUndefined()
  expect(state.given).toEqual([{ partition: 3, fencingToken: 7, baseOffset: 4, nextOffset: 7, records }])
})

test('an empty batch, and a partition that is not ours, store nothing', async () => {
  const { hand, state } = makeOnBatch()
  await hand({ records: [] })
  state.fencingToken = undefined
  await hand()
  expect(state.given).toEqual([])
})

test('the log gets a sign of life every three seconds, until the batch is done', async () => {
  let done!: () => void
  const { hand, state } = makeOnBatch(() => new Promise((resolve) => (done = resolve)))
  const handed = hand()
  await vi.advanceTimersByTimeAsync(2_999)
  expect(state.kept).toBe(0)
  await vi.advanceTimersByTimeAsync(3_001)
  expect(state.kept).toBe(2)
  done()
  await handed
  await vi.advanceTimersByTimeAsync(9_000)
  expect(state.kept).toBe(2)
})

test('the first batch waits for the log continuity check', async () => {
  let checked!: () => void
  const { hand, state } = makeOnBatch()
  state.check = new Promise((resolve) => (checked = resolve))
  const handed = hand()
  await vi.advanceTimersByTimeAsync(1)
  expect(state.given).toEqual([])
  checked()
  await handed
  expect(state.given).toHaveLength(1)
})

test('3.14: a partition that moves during a long check is abandoned', async () => {
  const { hand, state } = makeOnBatch()
  state.check = new Promise(() => {})
  const handed = hand()
  state.isOwned = false
  expect(await handed).toBeUndefined()
  expect(state.given).toEqual([])
})

test('a failed check ends the process', async () => {
  const { hand, state } = makeOnBatch()
  state.check = Promise.reject(new Error('another log'))
  await expect(hand()).rejects.toThrow('another log')
})

test('3.15: a record of a newer version is checked again, and counted until it is stored', async () => {
  let isNewer = true
  const { hand, waiting } = makeOnBatch(async () => {
    if (isNewer) throw new NewerRecordError(3, { offset: 4, reason: 'kind' })
  })
  expect([await hand(), await hand()]).toEqual([{ againInMs: 5_000 }, { againInMs: 5_000 }])
  expect(waiting()).toEqual([3])
  isNewer = false
  expect(await hand()).toBeUndefined()
  expect(waiting()).toEqual([])
})

test('3.14: fenced, while this process has taken the partition over again: it continues', async () => {
  const { hand, state } = makeOnBatch(async () => {
    state.fencingToken = 8
    throw new FencedError(3)
  })
  expect(await hand()).toBeUndefined()
})

test('any other error ends the process, whoever owns the partition', async () => {
  const { hand, state } = makeOnBatch(() => Promise.reject(new Error('a bug of ours')))
  state.isOwned = false
  await expect(hand()).rejects.toThrow('a bug of ours')
})
