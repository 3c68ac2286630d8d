import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket'

test('a burst passes, then the rate, and the refusal gives the time to wait', () => {
  let now = 0
  const take = createTokenBucket({ burst: 2, perSecond: 4 }, () => now)
  expect([take(), take(), take()]).toEqual([null, null, 250])
  now = 250
  expect([take(), take()]).toEqual([null, 250])
})

test('a long silence fills the bucket, and no more than that', () => {
  let now = 0
  const take = createTokenBucket({ burst: 2, perSecond: 100 }, () => now)
  now = 60_000
  expect([take(), take(), take()]).toEqual([null, null, 10])
})
