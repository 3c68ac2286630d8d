import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { createFindPositions } from './find-positions'

type Seqs = { epoch: number; seqs: (number | null)[] } | null
const ownership = { partition: 3, fencingToken: 7 }

/** Redis's answers, one list for each call. */
function makeFindPositions(...answers: Seqs[][]) {
  const asked: unknown[] = []
  const findPositions = createFindPositions({
    delivery: {
      async findSeqs(rooms) {
        asked.push(rooms)
        return answers.shift()!
      },
    },
    startEpoch: async (of, roomId) => (
      expect(of).toBe(ownership),
      void asked.push(`start an epoch in ${roomId}`)
    ),
  })
  return { findPositions, asked }
}

const [a1, b1, a2] = [logged('a', '1'), logged('b', '1'), logged('a', '2')]

test('a room has its positions if Redis knows all its ids, and none if one is unknown', async () => {
  const { findPositions, asked } = makeFindPositions([
    { epoch: 5, seqs: [8, 6] },
    { epoch: 4, seqs: [null] },
  ])
  expect(await findPositions(ownership, [a1, b1, a2])).toEqual({
    sequenced: [
      { seq: 8, epoch: 5, event: a1.event },
      { seq: 6, epoch: 5, event: a2.event },
    ],
    missing: [b1],
    epochs: new Map([['b', 4]]),
  })
  expect(asked).toEqual([
    [
      { roomId: 'a', ids: ['1', '2'] },
      { roomId: 'b', ids: ['1'] },
    ],
  ])
})

test('a room that Redis has lost starts an epoch and is looked up again, alone', async () => {
  const { findPositions, asked } = makeFindPositions(
    [null, { epoch: 4, seqs: [9] }],
    [{ epoch: 6, seqs: [null, 7] }],
  )
  expect(await findPositions(ownership, [a1, b1, a2])).toEqual({
    sequenced: [{ seq: 9, epoch: 4, event: b1.event }],
    missing: [a1, a2],
    epochs: new Map([['a', 6]]),
  })
  expect(asked.slice(1)).toEqual(['start an epoch in a', [{ roomId: 'a', ids: ['1', '2'] }]])
})

test('without events Redis is not asked', async () => {
  const { findPositions, asked } = makeFindPositions()
  expect(await findPositions(ownership, [])).toEqual({ sequenced: [], missing: [], epochs: new Map() })
  expect(asked).toEqual([])
})
