import { expect, test } from 'vitest'
import { chooseCatchUp } from './choose-catch-up'

const head = { epoch: 7, seq: 20, persistedSeq: 10 }

test.each([
  [{ epoch: 7, seq: 20 }, 'nothing'],
  [{ epoch: 7, seq: 19 }, 'tail'],
  [{ epoch: 7, seq: 10 }, 'tail'],
  [{ epoch: 7, seq: 9 }, 'database'],
  [{ epoch: 7, seq: 21 }, 'reload'],
  [{ epoch: 6, seq: 20 }, 'reload'],
])('the cursor %j is answered from: %s', (cursor, kind) => {
  expect(chooseCatchUp(cursor, head)).toEqual({ kind })
})
