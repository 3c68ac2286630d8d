import type { TimelineMessage } from '@parley/client'

/** Whether its author may edit it now. */
function isEditable(message: TimelineMessage, personId: string): boolean {
  return message.author.id === personId && message.state.kind === 'sent' && !message.deleted
}

export function lastEditable(
  messages: readonly TimelineMessage[],
  personId: string,
): TimelineMessage | undefined {
  return messages.findLast((message) => isEditable(message, personId))
}
