import { expect, test } from 'vitest'
import { FencedError } from './fenced'
import { whileOwned } from './while-owned'

test('work is waited for while the partition is ours; afterwards nobody asks whether it is', async () => {
  let asked = 0
  let wake = () => {}
  const sleep = () => new Promise<void>((resolve) => (wake = resolve))
  const isOwned = () => (asked++, true)
  expect(await whileOwned(3, isOwned, Promise.resolve('done'), sleep)).toBe('done')
  wake()
  await new Promise(setImmediate)
  expect(asked).toBeLessThanOrEqual(2)
})

test('3.14: work on a partition that has moved is left, at the latest after a quarter of a second', async () => {
  const waits: number[] = []
  const isOwned = () => waits.length === 0
  const sleep = async (ms: number) => void waits.push(ms)
  const left = whileOwned(3, isOwned, new Promise(() => {}), sleep)
  await expect(left).rejects.toBeInstanceOf(FencedError)
  expect(waits).toEqual([250])
})
