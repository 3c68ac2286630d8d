import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { compare, type Witness } from './check'
import type { StoredMessage } from './stored'

const row = (id: string, seq: number): StoredMessage => ({ id, seq, epoch: 1, authorId: 'ada', body: id })

/** Ada wrote a, b, c, and was shown them at 2, 3, 4. */
function ada(
  shown: [string, number][] = [
    ['a', 2],
    ['b', 3],
    ['c', 4],
  ],
): Witness {
  const ids = ['a', 'b', 'c']
  return {
    name: 'Ada',
    record: {
      written: ids,
      sent: new Set(ids),
      places: new Map(shown.map(([id, seq]) => [id, new Set([seq])])),
    },
    messages: () => shown.map(([id, seq]) => ({ id, seq }) as TimelineMessage),
  }
}
const sound = [row('a', 2), row('b', 3), row('c', 4)]

test('agreeing records have no faults', () => {
  expect(compare(sound, [ada()], {})).toEqual([])
})

test.each([
  ['a lost message', [row('a', 2), row('c', 4)], ada(), "Ada's b was shown as sent and is stored 0 times"],
  ['a doubled message', [...sound, row('b', 5)], ada(), "Ada's b was shown as sent and is stored 2 times"],
  [
    'own messages swapped',
    [row('b', 2), row('a', 3), row('c', 4)],
    ada(),
    "Ada's b stands before what was written before it",
  ],
  ['a number given twice', [row('a', 2), row('x', 3), row('c', 4)], ada(), '3 was given to x and b'],
  [
    'a message that moved',
    [row('a', 2), row('b', 3), row('c', 9)],
    ada(),
    'Ada was shown c at 4, stored at 9',
  ],
  [
    'a view with a gap',
    sound,
    ada([
      ['a', 2],
      ['c', 4],
    ]),
    'Ada sees 2 messages, 3 are stored; at place 1: 4 c where 3 b is stored',
  ],
])('%s is found', (_, stored, witness, fault) => {
  expect(compare(stored, [witness], {})).toContain(fault)
})

/** Ada was shown a at 2, and c first at 4 and then at 9, after a new epoch began at 8. */
function afterLoss(): { stored: StoredMessage[]; witness: Witness } {
  const stored = [row('a', 2), row('b', 3), { ...row('c', 9), epoch: 8 }]
  const witness = ada([
    ['a', 2],
    ['b', 3],
    ['c', 9],
  ])
  witness.record.places.get('c')!.add(4)
  return { stored, witness }
}

test('after Redis lost its data a message may move to the epoch that began then', () => {
  const { stored, witness } = afterLoss()
  expect(compare(stored, [witness], { renumbered: true })).toEqual([])
  expect(compare(stored, [witness], {})).toEqual(['Ada was shown c at 4, stored at 9'])
})

test.each([
  ['within the epoch that began then', 'c', 10],
  ['back, though it was stored before', 'a', 12],
])('even then no message moves %s', (_, id, seq) => {
  const { stored, witness } = afterLoss()
  witness.record.places.get(id)!.add(seq)
  expect(compare(stored, [witness], { renumbered: true })).toEqual([
    `Ada was shown ${id} at ${seq}, stored at ${id === 'c' ? 9 : 2}`,
  ])
})

test('nor may a message get lost that was shown and is not stored', () => {
  const { stored, witness } = afterLoss()
  expect(compare(stored.slice(0, 2), [witness], { renumbered: true })).toContain(
    'Ada was shown c at 4, stored at no place',
  )
})
