import type { Reaction, SequencedMessage } from '@parley/protocol'
import { expect, test } from 'vitest'
import { showMessage, showMessages } from './shown-message'

type Changes = NonNullable<SequencedMessage['changes']>

const said = (seq: number, changes?: Partial<Changes>): SequencedMessage => ({
  seq,
  epoch: 1,
  event: {
    kind: 'message',
    id: `m${seq}`,
    roomId: 'r',
    authorId: 'p-bo',
    authorName: 'Bo',
    at: seq,
    body: 'hello',
  },
  ...(changes && { changes: { version: 1, edited: null, deleted: null, reactions: [], ...changes } }),
})
const reaction = (personId: string, emoji: string, on = true): Reaction => ({
  personId,
  personName: personId.toUpperCase(),
  emoji,
  on,
  seq: 9,
})

const plain = {
  id: 'm5',
  roomId: 'r',
  author: { id: 'p-bo', name: 'Bo' },
  body: 'hello',
  at: 5,
  seq: 5,
  epoch: 1,
  state: { kind: 'sent' },
  edited: false,
  deleted: false,
  reactions: [],
  changing: null,
}
const reactions = [
  reaction('bo', '👍'),
  reaction('ada', '🎉'),
  reaction('ada', '👍'),
  reaction('cy', '😀', false),
]
const gathered = [
  { emoji: '👍', count: 2, mine: true, names: ['BO'] },
  { emoji: '🎉', count: 1, mine: true, names: [] },
]
const edited = { seq: 6, at: 6 }
const deleted = { seq: 7, at: 7, by: 'p-bo' }

test.each<[title: string, changes: Partial<Changes> | undefined, shown: object]>([
  ['as it was said', undefined, plain],
  ['with nothing left of what became of it', { reactions: [reaction('cy', '😀', false)] }, plain],
  [
    'with a reaction of another',
    { reactions: [reaction('bo', '👍')] },
    { ...plain, reactions: [{ emoji: '👍', count: 1, mine: false, names: ['BO'] }] },
  ],
  ['edited', { edited }, { ...plain, edited: true }],
  ['with reactions by emoji', { reactions }, { ...plain, reactions: gathered }],
  ['deleted, whatever else became of it', { edited, deleted, reactions }, { ...plain, deleted: true }],
])('a message is shown %s', (_title, changes, shown) => {
  expect(showMessage(said(5, changes), 'ada')).toEqual(shown)
})

test('a message keeps its identity for the same person, and is shown anew to another', () => {
  const message = said(5, { reactions })
  const shown = showMessage(message, 'ada')
  expect(showMessage(message, 'ada')).toBe(shown)
  expect(showMessage(message, 'bo')).not.toBe(shown)
  expect(showMessage(said(6), 'ada').reactions).toBe(showMessage(said(7), 'ada').reactions)
})

test('a list shows what is new, and everything else as it was, wherever it stands now', () => {
  const list = [said(5), said(6), said(7)]
  const before = showMessages(list, 'ada')
  expect(showMessages(list, 'ada', before)).toBe(before)
  // What is shown is told apart from what is known of each message: it is taken over from `before`.
  const marked = {
    ...before,
    messages: before.messages.map((message) => ({ ...message, body: 'taken over' })),
  }
  const bodies = (of: SequencedMessage[], to: string | null = 'ada') =>
    showMessages(of, to, marked).messages.map(({ seq, body }) => `${seq} ${body}`)
  expect(bodies([...list, said(8)])).toEqual(
    ['5 hello', '6 hello', '7 hello', '8 hello'].map((each, i) =>
      i < 3 ? `${list[i]!.seq} taken over` : each,
    ),
  )
  expect(bodies([said(3), said(4), ...list])).toEqual([
    '3 hello',
    '4 hello',
    '5 taken over',
    '6 taken over',
    '7 taken over',
  ])
  expect(bodies([list[0]!, said(6, { edited }), list[2]!])).toEqual([
    '5 taken over',
    '6 hello',
    '7 taken over',
  ])
  expect(bodies(list, 'bo')).toEqual(['5 hello', '6 hello', '7 hello'])
})
