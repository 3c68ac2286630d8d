import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answered, hasGap, note, viewFrom } from './raw-view'

test('the cursor passes a seq only when everything up to it was seen or answered', () => {
  const view = viewFrom({ epoch: 100, seq: 100 })
  note(view, 102)
  note(view, 103)
  expect([view.cursor, hasGap(view)]).toEqual([100, true])
  note(view, 101)
  expect([view.cursor, hasGap(view)]).toEqual([103, false])
  note(view, 106)
  answered(view, 104)
  expect([view.cursor, hasGap(view)]).toEqual([104, true])
  answered(view, 105)
  expect([view.cursor, hasGap(view)]).toEqual([106, false])
})

test('in whatever order seqs come, once all have come there is no gap', () => {
  const numbers = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8])
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 8 }), (seqs, upTo) => {
      const view = viewFrom({ epoch: 0, seq: 0 })
      for (const seq of seqs) note(view, seq)
      answered(view, upTo)
      const seen = new Set([...seqs, ...Array.from({ length: upTo }, (_, i) => i + 1)])
      let expected = 0
      while (seen.has(expected + 1)) expected += 1
      expect(view.cursor).toBe(expected)
      expect(hasGap(view)).toBe([...seen].some((seq) => seq > expected))
    }),
  )
})
