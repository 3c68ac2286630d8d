import type { TimelineMessage } from '@parley/client'
import type { PersonId } from '@parley/protocol'

/** Whether its author may edit it now. */
function isEditable(message: TimelineMessage, personId: PersonId): boolean {
  return message.author.id === personId && message.state.kind === 'sent' && !message.deleted
}

export function lastEditable(
  messages: readonly TimelineMessage[],
  personId: PersonId,
): TimelineMessage | undefined {
  return messages.findLast((message) => isEditable(message, personId))
}
