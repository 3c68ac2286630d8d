import { expect, test } from 'vitest'
import { formatNames } from './reaction-names'

const who = (mine: boolean, ...names: string[]) =>
  formatNames({ emoji: '👍', count: names.length + (mine ? 1 : 0), mine, names })

test('people are named, the own person first', () => {
  expect(who(true)).toBe('You')
  expect(who(false, 'Bo')).toBe('Bo')
  expect(who(true, 'Bo')).toBe('You and Bo')
  expect(who(false, 'Bo', 'Cy', 'Di')).toBe('Bo, Cy and Di')
})

test('of many people only the first are named', () => {
  const names = Array.from({ length: 11 }, (_, i) => `P${i}`)
  expect(who(false, ...names)).toBe(`${names.slice(0, 10).join(', ')} and 1 other`)
  expect(who(true, ...names)).toBe(`You, ${names.slice(0, 9).join(', ')} and 2 others`)
})
