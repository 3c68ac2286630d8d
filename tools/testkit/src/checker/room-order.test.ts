import { expect, test } from 'vitest'
import { gapsIn, swapsIn } from './room-order'

const at = (epoch: number, ...seqs: number[]) => seqs.map((seq) => ({ seq, epoch }))

test('dense epochs have no gaps, and a new epoch begins after its own number', () => {
  expect(gapsIn([...at(100, 101, 102), ...at(500, 501, 502)])).toEqual([])
})

test('a gap inside an epoch and one at its beginning are named by their first and last seq', () => {
  expect(gapsIn([...at(100, 101, 104), ...at(500, 502)])).toEqual([
    { epoch: 100, from: 102, to: 103 },
    { epoch: 500, from: 501, to: 501 },
  ])
})

test("only a writer's own messages have an order", () => {
  const line = [
    { writer: 'Ada', nth: 1 },
    { writer: 'Ben', nth: 3 },
    { writer: 'Ada', nth: 2 },
    { writer: 'Ben', nth: 2 },
  ]
  expect(swapsIn(line)).toEqual([[line[1], line[3]]])
})
