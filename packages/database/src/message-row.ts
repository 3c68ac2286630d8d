import type { SequencedEvent } from '@parley/protocol'
import { Prisma } from './generated/client'

/** A row of `messages` as `messageColumns` reads it. */
export interface MessageRow {
  room_id: string
  id: string
  seq: bigint
  epoch: bigint
  author_id: string
  author_name: string
  body: string
  at_ms: bigint
}

/** Times travel as milliseconds: nothing between here and there can then shift them by a zone. */
export const messageColumns = Prisma.sql`
  m.room_id, m.id, m.seq, m.epoch, m.author_id, m.author_name, m.body,
  (extract(epoch from m.at) * 1000)::bigint as at_ms`

export function eventOf(row: MessageRow): SequencedEvent {
  return {
    seq: Number(row.seq),
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
  }
}
