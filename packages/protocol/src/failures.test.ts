import { expect, test } from 'vitest'
import { fail, failure, ok, wasApplied } from './failures'

test('a result is a value or a failure, which may add detail to its row of the table', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 })
  expect(fail('no-such-room')).toEqual({
    ok: false,
    failure: { code: 'no-such-room', say: 'This room does not exist.', retryable: false },
  })
  expect(fail('too-fast', { retryAfterMs: 5, detail: 'body' })).toMatchObject({
    failure: { code: 'too-fast', retryable: true, retryAfterMs: 5, detail: 'body' },
  })
  expect(failure('too-fast').retryAfterMs).toBe(1_000)
})

test.each([
  ['not-appended', 'no'],
  ['too-busy', 'no'],
  ['maybe-appended', 'unknown'],
  ['not-confirmed', 'unknown'],
  ['a code of a newer server', 'unknown'],
  ['toString', 'unknown'],
])('whether a request that ended with %s was applied: %s', (code, applied) => {
  expect(wasApplied(code)).toBe(applied)
})
