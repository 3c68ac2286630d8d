import { encodeRoomEvent, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createDuplicateLookup } from './duplicate-lookup'

const said = { id: '01890000-0000-7000-8000-00000000000a', roomId: '01890000-0000-7000-8000-000000000001' }
const by = { authorId: 'ada', authorName: 'Ada', at: 1 }
const messageId = '01890000-0000-7000-8000-00000000000b'
const message: RoomEvent = { ...said, ...by, kind: 'message', body: 'hello' }
const edit: RoomEvent = { ...said, ...by, kind: 'edit', messageId, body: 'hallo' }
const deletion: RoomEvent = { ...said, ...by, kind: 'deletion', messageId }
const thumb: RoomEvent = { ...said, ...by, kind: 'reaction', messageId, emoji: '👍', on: true }

const nothing = { version: 1, edited: null, deleted: null, reactions: [] }
const edited = { ...nothing, edited: { seq: 6, at: 2 } }
const deleted = { ...nothing, deleted: { seq: 6, at: 2, by: 'ada' } }

/**
 * Redis answers with the record, or only with its position (`''`), or knows nothing; PostgreSQL with the event or
 * nothing.
 */
function lookup(record: string | null, stored: SequencedEvent | null = null) {
  return createDuplicateLookup({
    delivery: { find: async () => [record === null ? null : { seq: 5, epoch: 3, event: record || null }] },
    events: { find: async () => stored },
  })
}

const inPlace = (event: RoomEvent, changes?: object) =>
  ({ seq: 5, epoch: 3, event, ...(changes && { changes }) }) as SequencedEvent

test.each<[string, RoomEvent, SequencedEvent]>([
  ['message', message, inPlace(message)],
  ['message of another time', { ...message, at: 9, authorName: 'Ada L.' }, inPlace(message)],
  ['message that was edited since', message, inPlace({ ...message, body: 'hallo' }, edited)],
  ['message that was deleted since', message, inPlace({ ...message, body: '' }, deleted)],
  ['edit', edit, inPlace(edit)],
  ['edit whose text is gone with the message', edit, inPlace({ ...edit, body: '' })],
  ['deletion', deletion, inPlace(deletion)],
  ['reaction', thumb, inPlace(thumb)],
])('a repeat of a %s gets what is stored', async (_, asked, stored) => {
  expect(await lookup(null, stored).find(asked)).toEqual({ ok: true, value: stored })
})

test.each<[string, RoomEvent, SequencedEvent]>([
  ['of somebody else', { ...message, authorId: 'ben' }, inPlace(message)],
  ['of another text', { ...message, body: 'other' }, inPlace(message)],
  ['of another text, though it has reactions', { ...message, body: 'other' }, inPlace(message, nothing)],
  ['of an edit, though it was replaced', message, inPlace(edit, edited)],
  ['of a deletion, as an edit', edit, inPlace(deletion)],
  ['of another edit', { ...edit, body: 'other' }, inPlace(edit)],
  ['of an edit of another message', { ...edit, messageId: said.id }, inPlace(edit)],
  ['of a message without text, as an edit', edit, inPlace({ ...message, body: '' })],
  ['of an edit, as a deletion', deletion, inPlace(edit)],
  ['of a deletion of another message', { ...deletion, messageId: said.id }, inPlace(deletion)],
  ['of another emoji', { ...thumb, emoji: '👎' }, inPlace(thumb)],
  ['of an emoji that was taken back', { ...thumb, on: false }, inPlace(thumb)],
  ['of a reaction to another message', { ...thumb, messageId: said.id }, inPlace(thumb)],
])('an id %s is taken', async (_, asked, stored) => {
  const { find, findOwn } = lookup(null, stored)
  expect(await find(asked)).toMatchObject({ ok: false, failure: { code: 'id-taken' } })
  expect(await findOwn(asked)).toBeNull()
})

test('Redis is asked first; if it has only the position, or an unreadable record, PostgreSQL is asked', async () => {
  const stored = { ...inPlace(message, nothing), seq: 5 }
  const live = lookup(encodeRoomEvent(message), stored)
  expect(await live.find(message)).toEqual({ ok: true, value: inPlace(message) })
  expect(await live.findLive(message)).toEqual({ ok: true, value: inPlace(message) })
  for (const record of [null, '', '{']) {
    const { find, findLive } = lookup(record, stored)
    expect(await findLive(message)).toBeNull()
    expect(await find(message)).toEqual({ ok: true, value: stored })
  }
  const unsaid = lookup(null)
  expect([await unsaid.find(message), await unsaid.findInDatabase(message)]).toEqual([null, null])
  expect(await unsaid.findOwn(message)).toBeNull()
})

test('4.4: a user outside the room learns position and time, and no later change', async () => {
  const asked = { ...message, at: 9, authorName: 'Ada L.' }
  const { findOwn } = lookup(null, inPlace({ ...message, body: '' }, deleted))
  expect(await findOwn(asked)).toEqual(inPlace(message))
})
