import type { RoomTail } from '@parley/delivery'
import { encodeRoomEvent, LOBBY_ID, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createReadMessage } from './read-message'

const messageId = '01890000-0000-7000-8000-00000000000a'
const editId = '01890000-0000-7000-8000-00000000000b'
const said = { roomId: LOBBY_ID, authorId: 'ada', authorName: 'Ada', at: 1 }
const message: RoomEvent = { ...said, kind: 'message', id: messageId, body: 'said' }
const edit: RoomEvent = { ...said, kind: 'edit', id: editId, messageId, body: 'edited' }
const at = (event: RoomEvent, seq: number): SequencedEvent => ({ seq, epoch: 3, event })

/** A tail that also holds records of other messages that this version cannot read. */
function read(id: string, waiting: RoomEvent[] | null, stored: SequencedEvent | null = null) {
  const records = waiting?.map((event, i) => ({ seq: 5 + i, event: encodeRoomEvent(event) }))
  const events = records && [{ seq: 4, event: '{"v":99}' }, ...records]
  const shared: string[] = []
  const readMessage = createReadMessage({
    delivery: {
      read: async (_roomId, afterSeq) =>
        afterSeq === 0 && events ? ({ epoch: 3, events } as RoomTail) : null,
    },
    events: { find: async (_roomId, asked) => (asked === id ? stored : null) },
    share: (key, ask) => (shared.push(key), ask()),
  })
  return readMessage(LOBBY_ID, id).then((found) => ({ found, shared }))
}

test.each<[string, RoomEvent[] | null, SequencedEvent | null, string, number]>([
  ['waits', [message], null, 'said', 5],
  ['waits with its change', [message, edit], null, 'edited', 5],
  ['is stored, while its change waits', [edit], at(message, 2), 'edited', 2],
  ['is stored', [], at(message, 2), 'said', 2],
  ['is stored in a room that Redis does not know', null, at(message, 2), 'said', 2],
])('a message that %s is found as it stands', async (_, waiting, stored, body, seq) => {
  expect((await read(messageId, waiting, stored)).found).toMatchObject({
    seq,
    epoch: 3,
    event: { id: messageId, body },
  })
})

test('an id that is not a message is found as it was sent, and an unknown id is not found', async () => {
  expect((await read(editId, [], at(edit, 3))).found).toEqual(at(edit, 3))
  expect((await read(messageId, [edit])).found).toBeNull()
  expect(await read(messageId, [])).toEqual({ found: null, shared: [`message ${LOBBY_ID} ${messageId}`] })
})
