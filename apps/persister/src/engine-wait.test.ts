import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createEngineWait } from './engine-wait'
import { ForeignLogError } from './foreign-log'

/** Work that fails with each of these in turn, and is then done. */
function waitFor(...failures: Error[]) {
  const waits: number[] = []
  const engines = createEngineWait(createLogger('persister', 'fatal'), async (ms) => void waits.push(ms))
  let tries = 0
  const done = engines
    .wait('an engine', async () => {
      tries += 1
      const failure = failures.shift()
      if (failure) throw failure
      return 'done'
    })
    .catch((cause: unknown) => cause)
  return { engines, done, waits, tries: () => tries }
}
const away = new Error('away')

test('an engine that is away is asked again, after a quarter of a second to five seconds', async () => {
  const { engines, done, tries, waits } = waitFor(...Array<Error>(20).fill(away))
  expect([await done, tries(), engines.isClosed()]).toEqual(['done', 21, false])
  expect(waits[0]).toBeLessThanOrEqual(250)
  expect(Math.max(...waits)).toBeGreaterThan(2_499)
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_000)
})

test('a foreign log never becomes right: it is not read again', async () => {
  const foreign = new ForeignLogError(3, 6, 7)
  const { done, tries } = waitFor(foreign)
  expect([await done, tries()]).toEqual([foreign, 1])
})

test('a process that ends waits for nothing more', async () => {
  const { engines, done, tries } = waitFor(away, away, away)
  engines.close()
  expect([await done, tries(), engines.isClosed()]).toEqual([away, 1, true])
})
