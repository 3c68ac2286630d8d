import type { RoomEvent, SequencedEvent } from '@parley/protocol'

/**
 * Whether a send repeats the stored event of its id: the same user, kind and content. After an edit or a deletion the
 * first text is no longer known, and any text counts as the same.
 */
export function isSameOperation(asked: RoomEvent, { event: stored, changes }: SequencedEvent): boolean {
  if (stored.authorId !== asked.authorId) return false
  switch (asked.kind) {
    case 'message': {
      const isReplaced = Boolean(changes?.edited ?? changes?.deleted)
      return stored.kind === 'message' && (isReplaced || stored.body === asked.body)
    }
    case 'edit': {
      const isErased = stored.kind === 'edit' && stored.body === ''
      return isOf(asked, stored) && (isErased || stored.body === asked.body)
    }
    case 'deletion':
      return isOf(asked, stored)
    case 'reaction':
      return isOf(asked, stored) && stored.emoji === asked.emoji && stored.on === asked.on
    default:
      return asked satisfies never
  }
}

/** The same kind of change of the same message. */
function isOf<E extends Exclude<RoomEvent, { kind: 'message' }>>(asked: E, stored: RoomEvent): stored is E {
  return stored.kind === asked.kind && stored.messageId === asked.messageId
}
