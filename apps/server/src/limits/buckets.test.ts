import { expect, test } from 'vitest'
import { createBuckets } from './buckets'

test('keys are counted apart, and a slow rate is not forgotten before its bucket is full again', () => {
  let now = 0
  const take = createBuckets(() => now)
  const slow = { burst: 2, perSecond: 1 / 600 }
  expect([take('ada', slow), take('ada', slow), take('ben', slow)]).toEqual([null, null, null])
  // Long enough for a sweep, which other keys trigger.
  now = 120_000
  take('eve', slow)
  expect(take('ada', slow)).toBe(480_000)
})
