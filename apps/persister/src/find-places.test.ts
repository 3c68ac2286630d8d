import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { createFindPlaces } from './find-places'

type Numbers = { epoch: number; seqs: (number | null)[] } | null
const claim = { partition: 3, generation: 7 }

/** Redis answers these, one list for each time that it is asked. */
function makeFindPlaces(...answers: Numbers[][]) {
  const asked: unknown[] = []
  const findPlaces = createFindPlaces({
    delivery: {
      async findNumbers(rooms) {
        asked.push(rooms)
        return answers.shift()!
      },
    },
    seedHead: async (of, roomId) => (expect(of).toBe(claim), void asked.push(`seed ${roomId}`)),
  })
  return { findPlaces, asked }
}

const [a1, b1, a2] = [logged('a', '1'), logged('b', '1'), logged('a', '2')]

test('a room is placed where Redis knows all its ids, and nothing of it where one is unknown', async () => {
  const { findPlaces, asked } = makeFindPlaces([
    { epoch: 5, seqs: [8, 6] },
    { epoch: 4, seqs: [null] },
  ])
  expect(await findPlaces(claim, [a1, b1, a2])).toEqual({
    placed: [
      { seq: 8, epoch: 5, event: a1.event },
      { seq: 6, epoch: 5, event: a2.event },
    ],
    unplaced: [b1],
    epochs: new Map([['b', 4]]),
  })
  expect(asked).toEqual([
    [
      { roomId: 'a', ids: ['1', '2'] },
      { roomId: 'b', ids: ['1'] },
    ],
  ])
})

test('a room that Redis has lost is seeded and asked for once more, alone', async () => {
  const { findPlaces, asked } = makeFindPlaces(
    [null, { epoch: 4, seqs: [9] }],
    [{ epoch: 6, seqs: [null, 7] }],
  )
  expect(await findPlaces(claim, [a1, b1, a2])).toEqual({
    placed: [{ seq: 9, epoch: 4, event: b1.event }],
    unplaced: [a1, a2],
    epochs: new Map([['a', 6]]),
  })
  expect(asked.slice(1)).toEqual(['seed a', [{ roomId: 'a', ids: ['1', '2'] }]])
})

test('for nothing nobody is asked', async () => {
  const { findPlaces, asked } = makeFindPlaces()
  expect(await findPlaces(claim, [])).toEqual({ placed: [], unplaced: [], epochs: new Map() })
  expect(asked).toEqual([])
})
