import { expect, test } from 'vitest'
import { shareOf } from './share'

test.each([
  [12, ['a'], [12]],
  [12, ['a', 'b'], [6, 6]],
  [12, ['a', 'b', 'c', 'd', 'e'], [3, 3, 2, 2, 2]],
  [2, ['a', 'b', 'c'], [1, 1, 0]],
])('shares %i partitions among %j', (partitions, members, shares) => {
  expect(members.map((member) => shareOf(partitions, members, member))).toEqual(shares)
})

test('gives nothing to a consumer that is not registered', () => {
  expect(shareOf(12, ['a'], 'b')).toBe(0)
})
