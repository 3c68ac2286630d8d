import type { SequencedEvent, SequencedMessage } from '@parley/protocol'

/** The amount that a slow connection carries before its client is cut for not reading (limits/slow-consumers.ts). */
export const ANSWER_MAX_BYTES = 512 * 1024

export function bytesOf(event: SequencedEvent): number {
  return Buffer.byteLength(JSON.stringify(event))
}

/** The newest messages that one answer may hold. The oldest of them may exceed the limit, so that there is always one. */
export function fitPage(messages: SequencedMessage[], maxBytes = ANSWER_MAX_BYTES): SequencedMessage[] {
  let from = messages.length
  for (let bytes = 0; from > 0 && bytes < maxBytes; from--) bytes += bytesOf(messages[from - 1]!)
  return messages.slice(from)
}
