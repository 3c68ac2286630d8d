import type { Operation } from '@parley/client'

/**
 * The content of an operation as text; two operations have the same text only if they do the same. For a message: its
 * text.
 */
export function sayingOf(operation: Operation): string {
  switch (operation.kind) {
    case 'message':
      return operation.body
    case 'edit':
      return `${operation.messageId} says now: ${operation.body}`
    case 'deletion':
      return `${operation.messageId} is deleted`
    case 'reaction':
      return `${operation.emoji} is ${operation.on ? 'given to' : 'taken from'} ${operation.messageId}`
    default:
      return operation satisfies never
  }
}
