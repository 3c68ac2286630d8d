import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answeredUpTo, hasGap, see, seenUpTo } from './gap'

test('the cursor follows events that come in order', () => {
  expect(see(see(seenUpTo(10), 11), 12)).toEqual(seenUpTo(12))
})

test('an event beyond a gap does not move the cursor', () => {
  const seen = see(see(seenUpTo(10), 13), 12)
  expect(seen).toEqual({ cursor: 10, beyond: [{ from: 12, to: 13 }] })
  expect(hasGap(seen)).toBe(true)
})

test('parts that touch are one, and a seq that was seen before changes nothing', () => {
  const seen = see(see(seenUpTo(10), 12), 13)
  expect(seen).toEqual({ cursor: 10, beyond: [{ from: 12, to: 13 }] })
  expect(see(seen, 10)).toBe(seen)
})

test('a closed gap moves the cursor past everything known beyond it', () => {
  expect(see(see(seenUpTo(10), 12), 11)).toEqual(seenUpTo(12))
})

test('an answer closes only the gaps that it spans', () => {
  const seen = [13, 17].reduce(see, seenUpTo(10))
  expect(answeredUpTo(seen, 14)).toEqual({ cursor: 14, beyond: [{ from: 17, to: 17 }] })
  expect(answeredUpTo(seen, 16)).toEqual(seenUpTo(17))
  expect(answeredUpTo(seen, 9)).toEqual(seen)
})

test('in any order and with any repeats, the cursor stands before the first missing seq', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (seqs) => {
      const seen = seqs.reduce(see, seenUpTo(0))
      const had = new Set(seqs)
      let cursor = 0
      while (had.has(cursor + 1)) cursor++
      expect(seen.cursor).toBe(cursor)
      const beyond = seen.beyond.flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      )
      expect(beyond).toEqual([...had].filter((seq) => seq > cursor).sort((a, b) => a - b))
    }),
  )
})
