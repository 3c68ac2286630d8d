import { expect, test } from 'vitest'
import { createHistogram, merge, quantile } from './histogram'

test('quantiles are exact to 1 %, over several histograms', () => {
  const [low, high] = [createHistogram(), createHistogram()]
  for (let ms = 1; ms <= 500; ms++) low.add(ms)
  for (let ms = 501; ms <= 1_000; ms++) high.add(ms)
  const counts = merge([low.counts(), high.counts()])
  for (const share of [0.01, 0.5, 0.99]) {
    expect(quantile(counts, share) / (share * 1_000)).toBeGreaterThan(0.99)
    expect(quantile(counts, share) / (share * 1_000)).toBeLessThan(1.01)
  }
})

test('an empty histogram has no quantile', () => {
  expect(quantile(createHistogram().counts(), 0.5)).toBeNaN()
})
