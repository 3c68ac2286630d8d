import { limits, type RoomEvent, type SequencedEvent, type MessageId, type PersonId } from '@parley/protocol'

type Reacted = Extract<RoomEvent, { kind: 'reaction' }>
type Given = Pick<Reacted, 'emoji' | 'on'> & { personId: PersonId }

/** Whether a message can accept this reaction, too. Removing an emoji is always possible. */
export type AllowReaction = (message: SequencedEvent, reaction: Reacted) => boolean

/** By then PostgreSQL has stored a reaction, if it works: 250 ms are usual. */
const REMEMBER_MS = 60_000
const MOST_MESSAGES = 10_000

/**
 * How many emoji a message may have, in total and from one user: all are stored with the message and come with every
 * page. Only the server that accepted a reaction knows it before it is stored, so two servers at the same moment may
 * exceed the limit by a few, which does no harm.
 */
export function createReactionLimit(nowMs: () => number): AllowReaction {
  const passed = new Map<string, { given: Map<string, Given>; at: number }>()

  return function allowReaction(message, { authorId: personId, messageId, emoji, on }) {
    if (!on) return true
    const given = new Map(recent(messageId))
    for (const each of message.changes?.reactions ?? [])
      if (!given.has(keyOf(each))) given.set(keyOf(each), each)
    const one = { personId, emoji, on }
    if (!isRoomFor(one, [...given.values()])) return false
    remember(messageId, one)
    return true
  }

  function recent(messageId: MessageId): Map<string, Given> {
    const known = passed.get(messageId)
    if (known && nowMs() - known.at < REMEMBER_MS) return known.given
    passed.delete(messageId)
    return new Map()
  }

  // The oldest stand first.
  function remember(messageId: MessageId, one: Given) {
    const given = recent(messageId).set(keyOf(one), one)
    passed.delete(messageId)
    passed.set(messageId, { given, at: nowMs() })
    for (const [id, { at }] of passed) {
      if (passed.size <= MOST_MESSAGES && nowMs() - at < REMEMBER_MS) break
      passed.delete(id)
    }
  }
}

function isRoomFor(one: Given, given: readonly Given[]): boolean {
  const isAnyTheirs = given.some((each) => keyOf(each) === keyOf(one))
  const own = given.filter(({ personId }) => personId === one.personId).length
  if (!isAnyTheirs && own >= limits.emojiPerPersonAndMessage) return false
  const shown = new Set(given.filter(({ on }) => on).map(({ emoji }) => emoji))
  return shown.has(one.emoji) || shown.size < limits.emojiPerMessage
}

function keyOf({ personId, emoji }: Pick<Given, 'personId' | 'emoji'>): string {
  return `${personId} ${emoji}`
}
