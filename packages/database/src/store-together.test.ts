import { expect, test } from 'vitest'
import { SeqConflictError } from './failures'
import type { EventBatch } from './store-batch'
import { createStoreTogether } from './store-together'

const batchOf = (partition: number, events = 1): EventBatch => ({
  partition,
  fencingToken: 1,
  baseOffset: 0,
  nextOffset: events,
  events: new Array<EventBatch['events'][number]>(events),
  deadLetters: [],
})

/** The transactions, each as the list of its partitions. */
function started(store: (batches: EventBatch[]) => Promise<Map<number, number>>) {
  const groups: number[][] = []
  const storeBatch = createStoreTogether((batches) => {
    groups.push(batches.map(({ partition }) => partition))
    return store(batches)
  })
  return { groups, storeBatch }
}

const storeAll = async (batches: EventBatch[]) =>
  new Map(batches.map(({ partition, events }) => [partition, events.length]))

test('batches of one turn, and batches that come during a transaction, share one transaction', async () => {
  const late: Promise<number | 'fenced'>[] = []
  const { groups, storeBatch } = started((batches) => {
    if (groups.length === 1) late.push(storeBatch(batchOf(4)), storeBatch(batchOf(5)))
    return storeAll(batches)
  })
  const results = await Promise.all([1, 2, 3].map((partition) => storeBatch(batchOf(partition, partition))))
  expect(results).toEqual([1, 2, 3])
  expect(await Promise.all(late)).toEqual([1, 1])
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('a transaction holds a partition once, and at most 6,000 events', async () => {
  const { groups, storeBatch } = started(storeAll)
  const batches = [batchOf(1, 5_000), batchOf(1), batchOf(2, 2_000), batchOf(3, 500), batchOf(4, 9_000)]
  await Promise.all(batches.map(storeBatch))
  expect(groups).toEqual([[1], [1, 2, 3], [4]])
})

test('a partition missing from the result is "fenced"', async () => {
  const { storeBatch } = started(async () => new Map([[1, 1]]))
  expect(await Promise.all([storeBatch(batchOf(1)), storeBatch(batchOf(2))])).toEqual([1, 'fenced'])
})

test('a data error makes the batches run one by one; any other error rejects all of them', async () => {
  let failure: Error = Object.assign(new Error('refused'), { code: '22021' })
  const { groups, storeBatch } = started(async (batches) => {
    if (batches.some(({ partition }) => partition === 2)) throw failure
    return storeAll(batches)
  })
  const store = () => Promise.allSettled([1, 2, 3].map((partition) => storeBatch(batchOf(partition))))
  const statuses = async () => (await store()).map(({ status }) => status)
  expect(await statuses()).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  failure = new SeqConflictError([], { cause: null })
  expect(await statuses()).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(groups.splice(0)).toEqual([[1, 2, 3], [1], [2], [3], [1, 2, 3], [1], [2], [3]])
  failure = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected'])
  expect(groups).toEqual([[1, 2, 3]])
})
