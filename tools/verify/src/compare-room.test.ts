import { expect, test } from 'vitest'
import type { MessageSaid, RoomEvent } from '@parley/protocol'
import { compareRoom, type RoomEvidence } from './compare-room'

const roomId = '01890000-0000-7000-8000-000000000001'
const epoch = 100

function event(id: string, authorId = 'ada'): MessageSaid {
  return { kind: 'message', id, roomId, authorId, authorName: authorId, body: `body of ${id}`, at: 1 }
}

function row(seq: number, id: string, authorId = 'ada') {
  const { body } = event(id)
  return {
    seq,
    message: { id, epoch, authorId, body },
    change: { id, messageId: id, kind: 'message', epoch, authorId },
  }
}

/** Ada sends a, b, c; c is not stored yet. */
function sound(): RoomEvidence {
  return {
    roomId,
    said: ['a', 'b', 'c'].map((id, offset) => ({ offset, event: event(id) })),
    storedOffset: 2,
    logIsWhole: true,
    rows: [row(101, 'a'), row(102, 'b')],
    tail: [{ seq: 103, id: 'c', epoch }],
    given: new Map(['a', 'b', 'c'].map((id, i) => [id, { seq: 101 + i, epoch }])),
  }
}

const kinds = (evidence: RoomEvidence) => [...new Set(compareRoom(evidence).map(({ kind }) => kind))]

test('a sound room has no findings, even if Redis has forgotten everything', () => {
  expect(compareRoom(sound())).toEqual([])
  expect(compareRoom({ ...sound(), tail: [], given: new Map() })).toEqual([])
})

test('a missing row is found', () => {
  expect(kinds({ ...sound(), rows: [row(102, 'b')] })).toEqual(['missing', 'gap'])
})

test('a duplicated row is found, under the same id or a new one', () => {
  const twice = { ...sound(), rows: [row(101, 'a'), row(102, 'b'), row(103, 'a')], tail: [] }
  expect(kinds(twice)).toContain('doubled')
  const copied = { ...sound(), rows: [row(101, 'a'), row(102, 'b'), row(104, 'x')] }
  expect(kinds(copied)).toContain('never said')
})

test("swapped rows are found by the order of the log, and by Redis's seqs", () => {
  const swapped = [row(101, 'b'), row(102, 'a')]
  expect(kinds({ ...sound(), rows: swapped, given: new Map() })).toEqual(['out of order'])
  expect(kinds({ ...sound(), rows: swapped })).toEqual(['out of order', 'other-seq'])
})

test('a row in one table only, and a changed text, are found', () => {
  const [first, second] = sound().rows
  expect(kinds({ ...sound(), rows: [first!, { ...second!, change: null }] })).toEqual(['tables differ'])
  const changed = { ...second!, message: { ...second!.message!, body: 'not this' } }
  expect(kinds({ ...sound(), rows: [first!, changed] })).toEqual(['changed'])
})

test('an epoch begins with the seq after its own number', () => {
  const later = {
    ...row(501, 'b'),
    message: { ...row(501, 'b').message, epoch: 500 },
    change: { id: 'b', messageId: 'b', kind: 'message', epoch: 500, authorId: 'ada' },
  }
  const evidence = { ...sound(), rows: [row(101, 'a'), later], tail: [], given: new Map() }
  expect(compareRoom(evidence)).toEqual([])
})

const edit: RoomEvent = {
  kind: 'edit',
  id: 'e',
  roomId,
  messageId: 'a',
  authorId: 'ada',
  authorName: 'ada',
  body: 'better',
  at: 2,
}

/** a is edited after b; c waits. */
function edited(body: string, at = edit.at): RoomEvidence {
  const [first, second] = sound().rows
  const changes = { version: 103, edited: { seq: 103, at }, deleted: null, reactions: [] }
  return {
    ...sound(),
    said: [event('a'), event('b'), edit].map((said, offset) => ({ offset, event: said })),
    storedOffset: 3,
    rows: [
      { ...first!, message: { ...first!.message!, body, changes } },
      second!,
      { seq: 103, message: null, change: { id: 'e', messageId: 'a', kind: 'edit', epoch, authorId: 'ada' } },
    ],
    tail: [],
    given: new Map(),
  }
}

test('a message has the result of its changes, and an edit that was folded otherwise is found', () => {
  expect(compareRoom(edited('better'))).toEqual([])
  expect(kinds(edited('body of a'))).toEqual(['changed'])
  expect(kinds(edited('better', edit.at + 1))).toEqual(['changed'])
})

test('a change that is missing, or stands among the messages, is found', () => {
  const whole = edited('better')
  expect(kinds({ ...whole, rows: whole.rows.slice(0, 2) })).toContain('missing')
  const asMessage = { ...whole.rows[2]!, message: { id: 'e', epoch, authorId: 'ada', body: 'better' } }
  expect(kinds({ ...whole, rows: [...whole.rows.slice(0, 2), asMessage] })).toContain('tables differ')
})
