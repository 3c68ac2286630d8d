import type { TimelineMessage } from '@parley/client'
import { LOBBY_ID } from '@parley/protocol'
import type { StoredRoom } from '../checker'
import type { Observation } from '../history'
import { expect, test } from 'vitest'
import { compare, type Witness } from './find-faults'

type Row = StoredRoom['rows'][number]
type Position = [id: string, seq: number, epoch?: number]

function row(id: string, seq: number, epoch = 1): Row {
  const change = { id, messageId: id, kind: 'message', epoch, authorId: 'ada' }
  return { seq, message: { id, epoch, authorId: 'ada', body: id }, change }
}

const stored = (...rows: Row[]): StoredRoom[] => [{ roomId: LOBBY_ID, rows }]

/** Ada wrote a, b, c, and was shown them at 2, 3, 4; her page shows these. */
function ada(
  shown: Position[] = [
    ['a', 2],
    ['b', 3],
    ['c', 4],
  ],
  ...before: Position[]
): Witness {
  const client = 'Ada'
  const room = LOBBY_ID
  const wrote = ['a', 'b', 'c'].map((id, i): Observation => {
    const operation = { kind: 'message', body: id } as const
    return { kind: 'wrote', client, room, id, operation, nth: i + 1, at: 2 }
  })
  const saw = [...before, ...shown].flatMap(([id, seq, epoch = 1]): Observation[] => {
    const position = { client, room, id, seq, epoch, at: 3 }
    return [
      { kind: 'acked', ...position },
      { kind: 'saw', ...position, saying: id },
    ]
  })
  const page = shown.map(([id, seq]) => ({ id, seq, body: id, deleted: false, reactions: [] }))
  return {
    name: client,
    room: { observations: [{ kind: 'joined', client, room, at: 1 }, ...wrote, ...saw] },
    messages: () => page as unknown as TimelineMessage[],
  }
}
const sound = [row('a', 2), row('b', 3), row('c', 4)]

test('agreeing observations have no faults', () => {
  expect(compare(stored(...sound), [ada()], {})).toEqual([])
})

test.each([
  [
    'a lost message',
    [row('a', 2), row('c', 4)],
    ada(),
    "lost: b (Ada's no. 2) was acknowledged as 3 and is not in PostgreSQL",
  ],
  ['a doubled message', [...sound, row('b', 5)], ada(), 'doubled: b is twice in messages, at 3 and 5'],
  [
    'own messages swapped',
    [row('b', 2), row('a', 3), row('c', 4)],
    ada(),
    "misordered: a (Ada's no. 1) stands at 3, after b (Ada's no. 2) at 2",
  ],
  [
    'a number given twice',
    [row('a', 2), row('x', 3), row('c', 4)],
    ada([
      ['a', 2],
      ['x', 3],
      ['b', 3],
      ['c', 4],
    ]),
    "misordered: 3 of epoch 1 is x (nobody's no. 0) for Ada and b (Ada's no. 2) for Ada",
  ],
  [
    'a message that moved',
    [row('a', 2), row('b', 3), row('c', 9)],
    ada(),
    "doubled: c (Ada's no. 3) is 4 for Ada and 9 for PostgreSQL, both in epoch 1",
  ],
  [
    'a view with a gap',
    sound,
    ada([
      ['a', 2],
      ['c', 4],
    ]),
    "lost: Ada does not show b (Ada's no. 2), stored at 3",
  ],
  [
    'a message that was not sent',
    sound.slice(0, 2),
    ada([
      ['a', 2],
      ['b', 3],
    ]),
    "incomplete: c (Ada's no. 3) was neither acknowledged nor refused, and is not stored",
  ],
  ['a message of nobody', [...sound, row('x', 5)], ada(), 'changed: x at 5 was written by nobody'],
])('%s is found', (_, rows, witness, fault) => {
  expect(compare(stored(...rows), [witness], {})).toContain(`${fault} (room ${LOBBY_ID})`)
})

test('messages of other writers are no fault', () => {
  const shown: Position[] = [
    ['a', 2],
    ['b', 3],
    ['c', 4],
    ['x', 5],
  ]
  expect(compare(stored(...sound, row('x', 5)), [ada(shown)], { hasOtherWriters: true })).toEqual([])
})

/** Ada was shown a at 2, and c first at 4 and then at 9, after a new epoch began at 8. */
const afterLoss = stored(row('a', 2), row('b', 3), row('c', 9, 8))
const shownAfterLoss: Position[] = [
  ['a', 2],
  ['b', 3],
  ['c', 9, 8],
]

test('after Redis lost its data a message may move to the epoch that began then', () => {
  const witness = ada(shownAfterLoss, ['c', 4])
  expect(compare(afterLoss, [witness], { renumbered: true })).toEqual([])
  expect(compare(afterLoss, [witness], {})).toEqual([
    `doubled: c (Ada's no. 3) was 4 for Ada and is stored at 9, in a later epoch, though Redis kept its data (room ${LOBBY_ID})`,
  ])
})

test.each([
  [
    'within the epoch that began then',
    ['c', 10, 8],
    "c (Ada's no. 3) is 10 for Ada and 9 for Ada, both in epoch 8",
  ],
  [
    'out of the epoch in which it was stored',
    ['a', 12, 8],
    "a (Ada's no. 1) is stored at 2 and came to Ada again as 12, in a later epoch",
  ],
] satisfies [string, Position, string][])('even then no message moves %s', (_, moved, fault) => {
  const witness = ada(shownAfterLoss, ['c', 4], moved)
  expect(compare(afterLoss, [witness], { renumbered: true })).toContain(
    `doubled: ${fault} (room ${LOBBY_ID})`,
  )
})

test('nor may a message get lost that was shown and is not stored', () => {
  const rows = stored(row('a', 2), row('b', 3))
  expect(compare(rows, [ada(shownAfterLoss, ['c', 4])], { renumbered: true })).toContain(
    `lost: c (Ada's no. 3) was acknowledged as 4 and is not in PostgreSQL (room ${LOBBY_ID})`,
  )
})
