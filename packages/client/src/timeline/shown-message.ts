import type { PersonId, Reaction, SequencedMessage } from '@parley/protocol'
import type { MessageReaction, TimelineMessage } from '../state'

/** A list of messages, and its shown form. */
export interface ShownMessages {
  readonly of: readonly SequencedMessage[]
  readonly to: string | null
  readonly messages: readonly TimelineMessage[]
}

/**
 * `before` is the last shown list of the same room: most messages of a long list keep their index, and comparing is much
 * cheaper than looking up (0.6 ms a packet with 50,000 messages, 20 by looking up).
 */
export function showMessages(
  of: readonly SequencedMessage[],
  meId: PersonId | null,
  before?: ShownMessages,
): ShownMessages {
  const known = before?.to === meId ? before : undefined
  if (known?.of === of) return known
  // Older pages are added above: then most messages move down by this many.
  const lower = known ? of.length - known.of.length : 0
  const messages = of.map((message, i) => {
    const at = known?.of[i] === message ? i : i - lower
    const same = known?.of[at] === message ? known.messages[at] : undefined
    return same ?? showMessage(message, meId)
  })
  return { of, to: meId, messages }
}

const shown = new WeakMap<SequencedMessage, { meId: PersonId | null; message: TimelineMessage }>()

/** A message as a screen needs it. Unchanged parts keep their identity. */
export function showMessage(message: SequencedMessage, meId: PersonId | null): TimelineMessage {
  const known = shown.get(message)
  if (known && known.meId === meId) return known.message
  const made = make(message, meId)
  shown.set(message, { meId, message: made })
  return made
}

const sent = { kind: 'sent' } as const
const none: readonly MessageReaction[] = []

function make({ seq, epoch, event, changes }: SequencedMessage, meId: PersonId | null): TimelineMessage {
  const { id, roomId, authorId, authorName, body, at } = event
  const isDeleted = Boolean(changes?.deleted)
  const message = {
    id,
    roomId,
    author: { id: authorId, name: authorName },
    body,
    at,
    seq,
    epoch, // not for screens, so not in the type: the comparison of two pages needs it
    state: sent,
    edited: !isDeleted && Boolean(changes?.edited),
    deleted: isDeleted,
    reactions: changes && !isDeleted ? gather(changes.reactions, meId) : none,
    changing: null,
  }
  return message
}

/** One entry per emoji, in the order in which they were first given. */
function gather(reactions: readonly Reaction[], meId: PersonId | null): readonly MessageReaction[] {
  const byEmoji = new Map<string, { emoji: string; count: number; mine: boolean; names: string[] }>()
  for (const { emoji, on, personId, personName } of reactions) {
    if (!on) continue
    const so = byEmoji.get(emoji) ?? { emoji, count: 0, mine: false, names: [] }
    byEmoji.set(emoji, so)
    so.count++
    if (personId === meId) so.mine = true
    else so.names.push(personName)
  }
  return [...byEmoji.values()]
}
