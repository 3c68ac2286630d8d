import type { TimelineMessage } from '@parley/client'
import { expect, test } from 'vitest'
import { lastEditable } from './last-own'

function message(id: string, more: Partial<TimelineMessage> = {}): TimelineMessage {
  return {
    id,
    roomId: 'r',
    author: { id: 'me', name: 'Ada' },
    body: id,
    at: 0,
    seq: 1,
    state: { kind: 'sent' },
    edited: false,
    deleted: false,
    reactions: [],
    changing: null,
    ...more,
  }
}

test('the arrow up edits the last own message that was sent and is not deleted', () => {
  const messages = [
    message('first'),
    message('mine'),
    message('gone', { deleted: true }),
    message('theirs', { author: { id: 'bo', name: 'Bo' } }),
    message('unsent', { seq: null, state: { kind: 'queued' } }),
  ]
  expect(lastEditable(messages, 'me')?.id).toBe('mine')
  expect(lastEditable(messages, 'nobody')).toBe(undefined)
})
