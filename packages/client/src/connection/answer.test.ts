import { failure, ok } from '@parley/protocol'
import { expect, test } from 'vitest'
import { isFailure, readAnswer } from './answer'

const newer = { code: 'of-a-newer-server', say: 'Not yet.', retryable: true }

test.each([
  [ok({ seq: 5 }), { kind: 'done', value: { seq: 5 } }],
  [
    { ok: false, failure: failure('not-a-member') },
    { kind: 'refused', failure: failure('not-a-member') },
  ],
  [
    { ok: false, failure: newer },
    { kind: 'refused', failure: newer },
  ],
])('%j is an answer', (raw, answer) => {
  expect(readAnswer('read:mark', raw)).toEqual(answer)
})

test.each([
  null,
  undefined,
  'ok',
  {},
  { ok: true },
  ok({ seq: 'five' }),
  { ok: false },
  { ok: false, failure: {} },
  { ok: 1, value: { seq: 5 } },
])('%j is none, and asked for again', (raw) => {
  expect(readAnswer('read:mark', raw)).toMatchObject({
    kind: 'refused',
    failure: { code: 'went-wrong', retryable: true, detail: expect.stringContaining('read:mark') as string },
  })
})

test.each([
  null,
  undefined,
  'no',
  { ...newer, code: 1 },
  { ...newer, say: 1 },
  { ...newer, retryable: 'yes' },
])('%j is not a failure', (value) => {
  expect(isFailure(value)).toBe(false)
})
