import { expect, test } from 'vitest'
import type { TimelineMessage } from '@parley/client'
import { newlyShown } from './read-timeline'

function message(id: string, seq: number | null): TimelineMessage {
  const author = { id: 'a', name: 'Ada' }
  const unchanged = { edited: false, deleted: false, reactions: [], changing: null }
  const kind = seq === null ? 'sending' : 'sent'
  return { id, roomId: 'r', author, body: id, at: 0, seq, state: { kind }, ...unchanged }
}

const [a, b, c, d] = [message('a', 1), message('b', 2), message('c', 3), message('d', 4)]

test('new messages at any index, and no earlier ones', () => {
  expect(newlyShown([], [a, b])).toEqual([a, b])
  expect(newlyShown([a, b], [a, b, c])).toEqual([c])
  expect(newlyShown([a, c], [a, b, c])).toEqual([b])
  expect(newlyShown([b, c], [a, b, c, d])).toEqual([a, d])
  expect(newlyShown([a, b, c], [b, c])).toEqual([])
  expect(newlyShown([a, b], [a, b])).toEqual([])
})

test('a message with a new position or state is shown anew', () => {
  const waiting = message('c', null)
  expect(newlyShown([a, b, waiting], [a, b, c])).toEqual([c])
  const moved = message('b', 9)
  expect(newlyShown([a, b, c], [a, c, moved])).toEqual([moved])
})
