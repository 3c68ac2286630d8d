import { expect, test } from 'vitest'
import { callsOf, type RedisClient } from './script'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

test('a hundred rooms share a call; in a cluster each has one of its own', () => {
  const calls = callsOf({ isCluster: false } as RedisClient, numbers(250))
  expect(calls.map((each) => each.length)).toEqual([100, 100, 50])
  expect(calls.flat()).toEqual(numbers(250))
  expect(callsOf({ isCluster: true } as RedisClient, numbers(3))).toEqual([[0], [1], [2]])
  expect(callsOf({ isCluster: false } as RedisClient, [])).toEqual([])
})
