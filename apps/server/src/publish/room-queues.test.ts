import { expect, test } from 'vitest'
import type { Entry } from './entry'
import { createRoomQueues } from './room-queues'

/** Script calls that the test answers; each records its events. */
function scripts() {
  const calls: string[][] = []
  const answers: (() => void)[] = []
  const queues = createRoomQueues(async (entries, onCalled = () => {}) => {
    calls.push(entries.map(({ record }) => record))
    answers.push(onCalled)
    await new Promise(() => {}) // waits for its seq for ever
  })
  const add = (roomId: string, record: string, epoch = 1) =>
    queues.add({ event: { roomId } as Entry['event'], record, epoch, takenAt: 0, resolve: () => {} })
  const turn = () => new Promise(setImmediate)
  const answer = async (call: number) => {
    answers[call]!()
    await turn()
  }
  return { calls, add, turn, answer }
}

test('events that come during a script call of their room go together in the next one', async () => {
  const { calls, add, turn, answer } = scripts()
  add('one', 'a')
  add('one', 'b')
  await turn()
  for (const record of ['c', 'd', 'e']) add('one', record)
  await turn()
  expect(calls).toEqual([['a', 'b']])
  await answer(0)
  expect(calls).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ])
  await answer(1)
  add('one', 'f')
  await turn()
  expect(calls.at(-1)).toEqual(['f'])
})

test('neither another room nor another epoch waits for it, nor a room for events that got no seq', async () => {
  const { calls, add, turn, answer } = scripts()
  add('one', 'a')
  add('two', 'b')
  add('one', 'c', 0)
  await turn()
  expect(calls).toEqual([['a'], ['b'], ['c']])
  await answer(0) // without seqs
  add('one', 'd')
  await turn()
  expect(calls.at(-1)).toEqual(['d'])
})
