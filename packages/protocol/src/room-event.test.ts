import { expect, test } from 'vitest'
import { isMessage, type SequencedEvent } from './room-event'

test('a message is told from a change of a message', () => {
  const sequenced = (kind: string) => ({ seq: 1, epoch: 1, event: { kind } }) as SequencedEvent
  const kinds = ['message', 'edit', 'deletion', 'reaction']
  expect(kinds.filter((kind) => isMessage(sequenced(kind)))).toEqual(['message'])
})
