import { LOBBY_ID, ok, type SequencedEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import type { ParleySocket } from '../socket/socket-types'
import { messageChange } from './message-change'

const messageId = '01890000-0000-7000-8000-00000000000a'
const said = { id: messageId, roomId: LOBBY_ID, authorId: 'ada', authorName: 'Ada', at: 1 }
const nothing = { version: 1, edited: null, reactions: [] }
const place = { seq: 1, epoch: 7 }
const message: SequencedEvent = { ...place, event: { ...said, kind: 'message', body: 'hi' } }
const deleted: SequencedEvent = { ...message, changes: { ...nothing, deleted: { seq: 2, at: 2, by: 'ada' } } }
const reaction: SequencedEvent = {
  ...place,
  event: { ...said, kind: 'reaction', messageId, emoji: '👍', on: true },
}

const edit = { kind: 'edit', body: 'ho' } as const
const deletion = { kind: 'deletion' } as const
const thumb = { kind: 'reaction', emoji: '👍', on: true } as const

interface Asked {
  change: typeof edit | typeof deletion | typeof thumb
  by?: string
  again?: boolean
  /** Whether the whole log is stored by now, and whether the message accepts one more emoji. */
  isStored?: boolean
  isRoom?: boolean
}

/**
 * The answer before the append to a user who changes a message that is found as this, first and when it is read again.
 */
async function answerTo(asked: Asked, ...found: (SequencedEvent | null | Error)[]) {
  const { change, by = 'ada', again = false, isStored = true, isRoom = true } = asked
  const handler = messageChange({
    async handleOperation(_socket, operation, done, mayHappen) {
      const result = await mayHappen!({ ...done, ...operation, authorId: by, authorName: by, at: 3 })
      return result.ok ? ok(message) : result
    },
    async readMessage() {
      const next = found.shift()
      if (next instanceof Error) throw next
      return next as never
    },
    whenStored: async () => isStored,
    allowReaction: () => isRoom,
    logger: createLogger('server', 'fatal'),
  })
  const operation = { roomId: LOBBY_ID, id: '01890000-0000-7000-8000-0000000000aa', epoch: 7, again }
  const result = await handler({} as ParleySocket, { messageId, change, ...operation })
  return result.ok ? 'ok' : result.failure.code
}

test.each<[string, Asked, (SequencedEvent | null | Error)[], string]>([
  ['an own message is edited', { change: edit }, [message], 'ok'],
  ["another one's is not", { change: edit, by: 'ben' }, [message], 'not-your-message'],
  ["nor is another one's deleted", { change: deletion, by: 'ben' }, [message], 'not-your-message'],
  ['everybody reacts', { change: thumb, by: 'ben' }, [message], 'ok'],
  ['as far as there is room', { change: thumb, isRoom: false }, [message], 'too-many-reactions'],
  ['which edits do not need', { change: edit, isRoom: false }, [message], 'ok'],
  ['a deleted message takes no edit', { change: edit }, [deleted], 'message-deleted'],
  ['nor a reaction', { change: thumb, by: 'ben' }, [deleted], 'message-deleted'],
  ['but another deletion', { change: deletion }, [deleted], 'ok'],
  ['also where it comes again', { change: deletion, again: true }, [deleted], 'ok'],
  ['a reaction is no message', { change: thumb }, [reaction], 'no-such-message'],
  ['what is found nowhere does not exist', { change: edit }, [null, null], 'no-such-message'],
  ['what is stored late does', { change: edit }, [null, message], 'ok'],
  ['until all is stored nobody knows', { change: edit, isStored: false }, [null], 'storage-behind'],
  [
    'a repeat of an edit may have been said before the deletion',
    { change: edit, again: true, isStored: false },
    [deleted],
    'storage-behind',
  ],
  ['and is refused when it was not', { change: edit, again: true }, [deleted, deleted], 'message-deleted'],
  ['an engine that is away says nothing', { change: edit }, [new Error('away')], 'database-unavailable'],
])('%s', async (_, asked, found, expected) => {
  expect(await answerTo(asked, ...found)).toBe(expected)
})
