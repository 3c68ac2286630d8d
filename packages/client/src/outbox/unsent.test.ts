import { expect, test } from 'vitest'
import { withUnsent } from './unsent'

const before = { r: ['a', 'b'], s: ['c'] }

test.each([
  ['the same ids', 'r', ['a', 'b'], before],
  ['nothing, as before', 't', [], before],
  ['another one', 'r', ['a', 'x'], { r: ['a', 'x'], s: ['c'] }],
  ['one more', 'r', ['a', 'b', 'x'], { r: ['a', 'b', 'x'], s: ['c'] }],
  ['one less', 'r', ['a'], { r: ['a'], s: ['c'] }],
  ['nothing any longer', 'r', [], { s: ['c'] }],
  ['the first one', 't', ['x'], { ...before, t: ['x'] }],
])('%s wait in a room', (_title, roomId, ids, expected) => {
  const after = withUnsent(before, roomId, ids)
  expect(after).toEqual(expected)
  expect(after === before).toBe(expected === before)
})
