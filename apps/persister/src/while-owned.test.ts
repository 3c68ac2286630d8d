import { expect, test } from 'vitest'
import { FencedError } from './fenced'
import { whileOwned } from './while-owned'

test('work is waited for while the partition is ours; afterwards nobody waits whether it stays so', async () => {
  const waits: (() => void)[] = []
  const sleep = () => new Promise<void>((resolve) => waits.push(resolve))
  expect(await whileOwned(3, () => true, Promise.resolve('done'), sleep)).toBe('done')
  waits[0]?.()
  await new Promise(setImmediate)
  expect(waits).toHaveLength(1)
})

test('3.14: work on a partition that has moved is left, at the latest after a quarter of a second', async () => {
  const waits: number[] = []
  const isOwned = () => waits.length === 0
  const sleep = async (ms: number) => void waits.push(ms)
  const left = whileOwned(3, isOwned, new Promise(() => {}), sleep)
  await expect(left).rejects.toBeInstanceOf(FencedError)
  expect(waits).toEqual([250])
})
