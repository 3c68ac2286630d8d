import { LogUnavailableError } from '@parley/event-log'
import { expect, test } from 'vitest'
import { watchAppend } from './watch-path'

test.each([
  ['was given up before it was sent', new LogUnavailableError('closed', { maybeAppended: false }), 0],
  ['timed out', new LogUnavailableError('timeout', { maybeAppended: true }), 2],
  ['failed in a way that nobody knows', new Error('what?'), 2],
])('of an append that %s so many messages may be in the log', async (_, cause, count) => {
  let failed = 0
  const metrics = {
    appended: { add: () => {} },
    appendFailed: { add: (_labels: object, by: number) => void (failed += by) },
    publishSeconds: { observe: () => {} },
  } as unknown as Parameters<typeof watchAppend>[1]
  const append = watchAppend({ append: () => Promise.reject(cause) }, metrics, () => 0)
  const records = ['a', 'b'].map((value) => ({ key: 'room', value }))
  await expect(append.append(records)).rejects.toBe(cause)
  expect(failed).toBe(count)
})
