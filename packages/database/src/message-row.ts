import type { MessageChanges, Reaction, SequencedMessage } from '@parley/protocol'
import { Prisma } from './generated/client'

/** A row of `messages` as `messageColumns` reads it. */
export interface MessageRow {
  room_id: string
  id: string
  seq: bigint
  epoch: bigint
  version: bigint
  author_id: string
  author_name: string
  body: string
  at_ms: bigint
  edited_seq: bigint | null
  edited_ms: bigint | null
  deleted_seq: bigint | null
  deleted_ms: bigint | null
  deleted_by: string | null
  reactions: Reaction[]
}

/** Times travel as milliseconds, so no time zone can shift them. */
export const messageColumns = Prisma.sql`
  m.room_id, m.id, m.seq, m.epoch, m.version, m.author_id, m.author_name, m.body,
  (extract(epoch from m.at) * 1000)::bigint as at_ms,
  m.edited_seq, (extract(epoch from m.edited_at) * 1000)::bigint as edited_ms,
  m.deleted_seq, (extract(epoch from m.deleted_at) * 1000)::bigint as deleted_ms, m.deleted_by,
  m.reactions`

/** The message in its current state. */
export function messageOf(row: MessageRow): SequencedMessage {
  const { seq, version } = row
  return {
    seq: Number(seq),
    epoch: Number(row.epoch),
    event: {
      kind: 'message',
      id: row.id,
      roomId: row.room_id,
      authorId: row.author_id,
      authorName: row.author_name,
      body: row.body,
      at: Number(row.at_ms),
    },
    ...(version > seq && { changes: changesOf(row) }),
  }
}

function changesOf(row: MessageRow): MessageChanges {
  const { version, edited_seq, edited_ms, deleted_seq, deleted_ms, deleted_by, reactions } = row
  return {
    version: Number(version),
    edited: edited_seq === null ? null : { seq: Number(edited_seq), at: Number(edited_ms) },
    deleted:
      deleted_seq === null
        ? null
        : { seq: Number(deleted_seq), at: Number(deleted_ms), by: deleted_by ?? '' },
    reactions,
  }
}
