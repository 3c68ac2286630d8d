// Counts like HdrHistogram: buckets grow with the value, so that any latency is known to 1 %, in constant space.
const PER_DOUBLING = 128
const LOWEST_MS = 0.01

export interface Histogram {
  add: (valueMs: number) => void
  counts: () => HistogramCounts
}

/** Non-empty buckets; the format between processes. */
export type HistogramCounts = [bucket: number, count: number][]

export function createHistogram(): Histogram {
  const buckets = new Float64Array(PER_DOUBLING * 26) // up to eleven minutes
  return {
    add(valueMs) {
      const bucket = Math.floor(Math.log2(Math.max(valueMs, LOWEST_MS) / LOWEST_MS) * PER_DOUBLING)
      buckets[Math.min(bucket, buckets.length - 1)]! += 1
    },
    counts: () => [...buckets.entries()].filter(([, count]) => count > 0),
  }
}

export function merge(all: readonly HistogramCounts[]): HistogramCounts {
  const sums = new Map<number, number>()
  for (const [bucket, count] of all.flat()) sums.set(bucket, (sums.get(bucket) ?? 0) + count)
  return [...sums].sort(([a], [b]) => a - b)
}

/** In milliseconds; NaN if nothing was counted. */
export function quantile(counts: HistogramCounts, share: number): number {
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  let passed = 0
  for (const [bucket, count] of counts) {
    passed += count
    if (passed >= total * share) return LOWEST_MS * 2 ** ((bucket + 0.5) / PER_DOUBLING)
  }
  return NaN
}
