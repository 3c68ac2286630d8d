import type { MessageChange, RoomId, SequencedEvent } from '@parley/protocol'
import { Prisma } from './generated/client'
import { messageColumns, messageOf, type MessageRow } from './message-row'

/** A row of `changes` as `eventColumns` reads it, joined with the row of `messages` if the event is a message. */
export type ChangeRow = Changed & (({ kind: 'message' } & MessageRow) | { kind: MessageChange['kind'] })

interface Changed {
  change_room: string
  change_id: string
  change_seq: bigint
  change_epoch: bigint
  message_id: string
  changer_id: string
  changer_name: string
  changed_ms: bigint
  new_body: string | null
  emoji: string | null
  is_on: boolean | null
}

/**
 * A newer version stored a kind of change that this version does not know. The current state of messages can still be
 * read.
 */
export class NewerChangeError extends Error {
  override readonly name = 'NewerChangeError'

  constructor(roomId: RoomId) {
    super(`A newer version has stored a change in room ${roomId}.`)
  }
}

/** The columns that `eventOf` needs, from `changes c` and from `messages m` joined by `messageOfChange`. */
export const eventColumns = Prisma.sql`
  c.kind, c.room_id as change_room, c.id as change_id, c.seq as change_seq, c.epoch as change_epoch, c.message_id,
  c.author_id as changer_id, c.author_name as changer_name,
  (extract(epoch from c.at) * 1000)::bigint as changed_ms, c.body as new_body, c.emoji, c.is_on,
  ${messageColumns}`

/** A message is read in its current state; a change needs no column of its message. */
export const messageOfChange = Prisma.sql`
  left join messages m on c.kind = 'message' and m.room_id = c.room_id and m.id = c.message_id`

/** The event with its position. */
export function eventOf(row: ChangeRow): SequencedEvent {
  if (row.kind === 'message') return messageOf(row)
  return { seq: Number(row.change_seq), epoch: Number(row.change_epoch), event: changeOf(row.kind, row) }
}

function changeOf(kind: MessageChange['kind'], row: Changed): MessageChange {
  const base = {
    id: row.change_id,
    roomId: row.change_room,
    messageId: row.message_id,
    authorId: row.changer_id,
    authorName: row.changer_name,
    at: Number(row.changed_ms),
  }
  switch (kind) {
    case 'edit':
      return { kind, ...base, body: row.new_body ?? '' }
    case 'deletion':
      return { kind, ...base }
    case 'reaction':
      return { kind, ...base, emoji: row.emoji ?? '', on: row.is_on ?? false }
    default:
      kind satisfies never
      throw new NewerChangeError(row.change_room)
  }
}
