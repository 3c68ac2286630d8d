import { limits, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createReactionLimit } from './reaction-limit'

const roomId = '01890000-0000-7000-8000-000000000001'
const messageId = '01890000-0000-7000-8000-00000000000a'
const inRoom = { roomId, authorName: 'Somebody', at: 0 }

/** A message as PostgreSQL has it, with these reactions. */
function message(
  given: { personId: string; emoji: string; on: boolean }[] = [],
  id = messageId,
): SequencedEvent {
  const reactions = given.map((each, i) => ({ ...each, personName: 'Somebody', seq: i + 1 }))
  const changes = { version: 1, edited: null, deleted: null, reactions }
  return {
    seq: 1,
    epoch: 0,
    event: { kind: 'message', id, authorId: 'ada', body: 'hi', ...inRoom },
    changes,
  }
}

function reaction(authorId: string, emoji: string, on = true, of = messageId) {
  const id = '01890000-0000-7000-8000-00000000000b'
  return { kind: 'reaction', id, messageId: of, authorId, emoji, on, ...inRoom } satisfies RoomEvent
}

const emoji = (n: number) => String.fromCodePoint(0x1f600 + n)
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

const many = numbers(80).map(emoji)

test('one user gives a message a limited number of different emoji, even while none is stored yet', () => {
  const allow = createReactionLimit(() => 1e6)
  const allowed = many.filter((each) => allow(message(), reaction('ada', each)))
  expect(allowed).toEqual(many.slice(0, limits.emojiPerPersonAndMessage))
  expect(allow(message(), reaction('ada', emoji(0)))).toBe(true)
})

test('removed emoji still count for their user, and can be given again', () => {
  const taken = numbers(limits.emojiPerPersonAndMessage).map((n) => {
    return { personId: 'ada', emoji: emoji(n), on: false }
  })
  const allow = createReactionLimit(() => 0)
  expect(allow(message(taken), reaction('ada', emoji(70)))).toBe(false)
  expect(allow(message(taken), reaction('ada', emoji(0)))).toBe(true)
  expect(allow(message(taken), reaction('ben', emoji(70)))).toBe(true)
})

test('a message accepts a limited number of different emoji; others may give the same ones, and every user may remove theirs', () => {
  const allow = createReactionLimit(() => 0)
  const stored = numbers(limits.emojiPerMessage).map((n) => {
    return { personId: `person ${n}`, emoji: emoji(n), on: true }
  })
  expect(allow(message(stored), reaction('ada', emoji(70)))).toBe(false)
  expect(allow(message(stored), reaction('ada', emoji(0)))).toBe(true)
  expect(allow(message(stored), reaction('ada', emoji(70), false))).toBe(true)
})

test('a removed emoji is not shown until it is given again, stored or not', () => {
  const allow = createReactionLimit(() => 0)
  const stored = numbers(limits.emojiPerMessage).map((n) => {
    return { personId: `person ${n}`, emoji: emoji(n), on: n > 0 }
  })
  expect(createReactionLimit(() => 0)(message(stored), reaction('ben', emoji(70)))).toBe(true)
  expect(allow(message(stored), reaction('person 0', emoji(0)))).toBe(true)
  expect(allow(message(stored), reaction('ben', emoji(70)))).toBe(false)
})

test('unstored reactions are remembered for a limited number of messages', () => {
  const allow = createReactionLimit(() => 0)
  const isFull = () => !allow(message(), reaction('ada', emoji(70)))
  const reactTo = (n: number) =>
    allow(message([], `other ${n}`), reaction('ben', emoji(0), true, `other ${n}`))
  for (const each of many) allow(message(), reaction('ada', each))
  for (const n of numbers(9_999)) reactTo(n)
  expect(isFull()).toBe(true)
  reactTo(9_999)
  expect(isFull()).toBe(false)
})

test('after a while only PostgreSQL counts again', () => {
  let now = 0
  const allow = createReactionLimit(() => now)
  for (const each of many) allow(message(), reaction('ada', each))
  now = 60_000
  expect(allow(message(), reaction('ada', emoji(70)))).toBe(true)
})
