import { expect, test } from 'vitest'
import { hueOf } from './person-hue'

test('a person keeps a colour', () => {
  expect(hueOf('person-1')).toBe(hueOf('person-1'))
})

test('many people are spread over all twelve colours', () => {
  const counts = new Map<number, number>()
  for (let i = 0; i < 1_200; i++)
    counts.set(hueOf(`person-${i}`), (counts.get(hueOf(`person-${i}`)) ?? 0) + 1)
  expect(counts.size).toBe(12)
  expect(Math.min(...counts.values())).toBeGreaterThan(50)
})
