import { expect, test } from 'vitest'
import { failure, type Failure, type Person, type SequencedMessage } from '@parley/protocol'
import { stepOutbox, type Outbox } from '../outbox/outbox'
import type { Operation } from '../outbox/outbox-store'
import { showMessages } from './shown-message'
import { applyNewestPage, emptyTimeline } from './timeline'
import { looksSame, showTimeline } from './timeline-view'

const me: Person = { id: 'me', name: 'Ada', isGuest: true }
const by = (personId: string, emoji: string, seq: number, on = true) => ({
  personId,
  personName: personId === 'me' ? 'Ada' : 'Bo',
  emoji,
  on,
  seq,
})

function said(id: string, seq: number, changes?: Partial<SequencedMessage['changes']>): SequencedMessage {
  const event = { kind: 'message', id, roomId: 'r', authorId: 'me', authorName: 'Ada', body: `body ${id}`, at: 0 } as const // prettier-ignore
  if (!changes) return { seq, epoch: 1, event }
  return {
    seq,
    epoch: 1,
    event,
    changes: { version: seq, edited: null, deleted: null, reactions: [], ...changes },
  }
}

const timelineOf = (...events: SequencedMessage[]) =>
  applyNewestPage(emptyTimeline('r'), { epoch: 1, seq: 90, events, more: false })

function outboxOf(...operations: Operation[]): Outbox {
  return operations.reduce<Outbox>((outbox, operation, i) => {
    const entry = { id: `o${i}`, roomId: 'r', operation, writtenAt: i, failure: null }
    return stepOutbox(outbox, { kind: 'written', entry })
  }, [])
}

const refuse = (outbox: Outbox, id: string, why: Failure = failure('not-your-message')) =>
  stepOutbox(stepOutbox(outbox, { kind: 'started', id }), { kind: 'refused', id, failure: why })

const show = (timeline = timelineOf(), outbox: Outbox = []) =>
  showTimeline(timeline, showMessages(timeline.messages, me.id), outbox, me, true).messages

test('a message as a screen needs it: edited, deleted, reactions by emoji with their people', () => {
  const reactions = [by('bo', '👍', 11), by('me', '🎉', 12), by('me', '👍', 13), by('cy', '😀', 14, false)]
  const shown = show(
    timelineOf(
      said('a', 1),
      said('b', 2, { edited: { seq: 10, at: 1 }, reactions }),
      said('c', 3, { edited: { seq: 8, at: 1 }, deleted: { seq: 9, at: 1, by: 'me' }, reactions }),
    ),
  )
  expect(shown).toMatchObject([
    { id: 'a', edited: false, deleted: false, reactions: [], changing: null },
    {
      edited: true,
      deleted: false,
      reactions: [
        { emoji: '👍', count: 2, mine: true, names: ['Bo'] },
        { emoji: '🎉', count: 1, mine: true, names: [] },
      ],
    },
    { edited: false, deleted: true, reactions: [] },
  ])
})

test('unchanged parts keep their identity', () => {
  const timeline = timelineOf(said('a', 1, { edited: { seq: 10, at: 1 } }), said('b', 2))
  const [a, b] = show(timeline)
  const again = show(timeline, outboxOf({ kind: 'edit', messageId: 'b', body: 'new' }))
  expect(again[0]).toBe(a)
  expect(again[1]).not.toBe(b)
})

test('pending operations look done, in the order of writing', () => {
  const outbox = outboxOf(
    { kind: 'edit', messageId: 'a', body: 'second' },
    { kind: 'edit', messageId: 'a', body: 'third' },
    { kind: 'reaction', messageId: 'a', emoji: '👍', on: true },
    { kind: 'reaction', messageId: 'b', emoji: '👍', on: false },
    { kind: 'deletion', messageId: 'c' },
  )
  const reactions = [by('me', '👍', 11)]
  const shown = show(timelineOf(said('a', 1), said('b', 2, { reactions }), said('c', 3)), outbox)
  expect(shown).toMatchObject([
    {
      seq: 1,
      body: 'third',
      edited: true,
      reactions: [{ mine: true }],
      changing: { id: 'o2', kind: 'reaction' },
    },
    { reactions: [], changing: { id: 'o3', kind: 'reaction', state: { kind: 'queued' } } },
    { body: '', deleted: true, changing: { kind: 'deletion' } },
  ])
})

test('an unsent message can be changed, too', () => {
  const outbox = outboxOf(
    { kind: 'message', body: 'first' },
    { kind: 'edit', messageId: 'o0', body: 'second' },
  )
  expect(show(timelineOf(), outbox)).toMatchObject([{ id: 'o0', seq: null, body: 'second', edited: true }])
})

test('a permanently refused change is not shown as done, but reported', () => {
  const edits = outboxOf(
    { kind: 'edit', messageId: 'a', body: 'second' },
    { kind: 'reaction', messageId: 'a', emoji: '👍', on: true },
  )
  const [message] = show(timelineOf(said('a', 1)), refuse(edits, 'o0'))
  expect(message).toMatchObject({
    body: 'body a',
    edited: false,
    reactions: [{ emoji: '👍' }],
    changing: { id: 'o0', kind: 'edit', state: { kind: 'failed', failure: { code: 'not-your-message' } } },
  })
})

test('without anything pending the list is the one that was shown; what is sent and still pending is shown once', () => {
  const timeline = timelineOf(said('a', 1), said('o0', 2))
  const shown = showMessages(timeline.messages, me.id)
  expect(showTimeline(timeline, shown, [], me, true).messages).toBe(shown.messages)
  const still = showTimeline(timeline, shown, outboxOf({ kind: 'message', body: 'hello' }), me, true)
  expect(still.messages).toBe(shown.messages)
})

test('of two edits the last one is shown, and only an edit has a text', () => {
  const edits = ['second', 'third'].map((body) => ({ kind: 'edit', messageId: 'a', body }) as const)
  const reaction = { kind: 'reaction', messageId: 'b', emoji: '👍', on: true } as const
  const [a, b] = show(timelineOf(said('a', 1), said('b', 2)), outboxOf(...edits, reaction))
  expect([a!.body, a!.changing]).toStrictEqual([
    'third',
    { id: 'o1', kind: 'edit', body: 'third', state: { kind: 'queued' } },
  ])
  expect(b!.changing).toStrictEqual({ id: 'o2', kind: 'reaction', state: { kind: 'queued' } })
  expect(b!.reactions).toEqual([{ emoji: '👍', count: 1, mine: true, names: [] }])
})

test.each([
  [{ messages: [] }, false],
  [{ status: 'failed' }, false],
  [{ failure: failure('not-a-member') }, false],
  [{ hasOlder: true }, false],
  [{ loadingOlder: true }, false],
  [{ epoch: 2 }, false],
  [{ seen: { cursor: 91, beyond: [] } }, false],
  [{ seen: { cursor: 90, beyond: [{ from: 92, to: 92 }] }, head: { epoch: 1, seq: 99 }, loads: 7 }, true],
] as const)('a person sees no difference in %j: %s', (change, isSame) => {
  const timeline = timelineOf(said('a', 1))
  expect(looksSame(timeline, { ...timeline, ...change })).toBe(isSame)
})
