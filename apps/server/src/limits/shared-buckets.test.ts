import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createSharedBuckets } from './shared-buckets'

const rate = { burst: 1, perSecond: 0.001 }

function bucketsOn(answer: () => Promise<unknown>) {
  const asked: unknown[][] = []
  const redis = {
    eval: (...args: unknown[]) => {
      asked.push(args.slice(1))
      return answer()
    },
  }
  const take = createSharedBuckets({
    redis,
    nowMs: () => 0,
    logger: createLogger('test', 'fatal'),
  })
  return { take, asked }
}

test('the answer of Redis counts, and servers of any version use the same bucket', async () => {
  const answers = [0, 1_500]
  const { take, asked } = bucketsOn(async () => answers.shift())
  expect([await take('ada', rate), await take('ada', rate)]).toEqual([null, 1_500])
  expect(asked[0]).toEqual([1, 'parley:limit:ada', 1, 1_000_000])
})

test.each([
  ['away', () => Promise.reject(new Error('away'))],
  ['silent', () => new Promise(() => {})],
])('while Redis is %s a server counts by itself', async (_, answer) => {
  const { take } = bucketsOn(answer)
  expect([await take('ada', rate), await take('ada', rate)]).toEqual([null, 1_000_000])
})
