import { until } from '@parley/testkit/until'
import { expect, test } from 'vitest'
import { coalesce } from './coalesce'

test('the first of many calls acts at once, the last after the period, and those between do not act', async () => {
  const told: number[] = []
  const tell = coalesce<number>(5, (value) => told.push(value))
  for (let value = 1; value <= 1_000; value++) tell(value)
  expect(told).toEqual([1])
  await until('the last is told', 5_000, () => told.length > 1)
  expect(told).toEqual([1, 1_000])
  await tell.close()
})
