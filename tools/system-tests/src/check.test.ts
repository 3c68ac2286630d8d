import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { compare, type Witness } from './check'
import type { StoredMessage } from './stored'

const row = (id: string, seq: number): StoredMessage => ({ id, seq, epoch: 1, authorId: 'ada', body: id })

/** Ada wrote and was shown a, b, c at 2, 3, 4. */
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

test('what agrees has no faults', () => {
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
    'a view with a hole',
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

test('after Redis lost its data a message may move, if nobody else was given its number', () => {
  expect(
    compare(
      [row('a', 2), row('b', 3), row('c', 9)],
      [
        ada([
          ['a', 2],
          ['b', 3],
          ['c', 9],
        ]),
      ],
      { renumbered: true },
    ),
  ).toEqual([])
})
