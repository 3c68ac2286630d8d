import { expect, test } from 'vitest'
import { createRoomBatcher } from './room-batcher'

const most = { maxItems: 3, maxBytes: 100 }

function recorder() {
  const batches: string[][] = []
  const releases: (() => void)[] = []
  const flush = (items: string[]) => {
    batches.push(items)
    return new Promise<void>((resolve) => releases.push(resolve))
  }
  const release = async () => {
    releases.shift()?.()
    await new Promise(setImmediate)
  }
  return { batches, flush, release }
}

test('one batch is in flight, and items that come meanwhile go together', async () => {
  const { batches, flush, release } = recorder()
  const batcher = createRoomBatcher(flush, most)
  batcher.add('a', 1)
  await new Promise(setImmediate)
  for (const item of ['b', 'c', 'd', 'e']) batcher.add(item, 1)
  expect(batches).toEqual([['a']])
  await release()
  expect(batches).toEqual([['a'], ['b', 'c', 'd']])
  await release()
  await release()
  await batcher.idle()
  expect(batches).toEqual([['a'], ['b', 'c', 'd'], ['e']])
})

test('a batch stays below its byte limit, but one large item still goes', async () => {
  const { batches, flush, release } = recorder()
  const batcher = createRoomBatcher(flush, most)
  for (const [item, bytes] of [
    ['a', 60],
    ['b', 60],
    ['c', 500],
  ] as const)
    batcher.add(item, bytes)
  for (let i = 0; i < 4; i++) await release()
  expect(batches).toEqual([['a'], ['b'], ['c']])
})

test('a batch may have exactly the limit of bytes', async () => {
  const { batches, flush, release } = recorder()
  const batcher = createRoomBatcher(flush, most)
  batcher.add('a', 60)
  batcher.add('b', 40)
  await release()
  expect(batches).toEqual([['a', 'b']])
})
