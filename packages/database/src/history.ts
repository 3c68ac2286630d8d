import type { SequencedEvent, SequencedMessage } from '@parley/protocol'
import { eventColumns, eventOf, messageOfChange, type ChangeRow } from './change-row'
import { Prisma, type PrismaClient } from './generated/client'
import { messageColumns, messageOf, type MessageRow } from './message-row'

// Numbers rise over the borders of epochs, so a page is cut by seq alone.
export interface History {
  /** The highest number stored in a room; 0 when it is empty. */
  highestSeq(roomId: string): Promise<number>
  /** Where the room stands as far as it is stored: its highest number and that one's epoch; zeros when it is empty. */
  lastPlace(roomId: string): Promise<{ epoch: number; seq: number }>
  /** Events with afterSeq < seq <= uptoSeq, rising, `limit` at most. A message comes as it stands. */
  changesAfter(roomId: string, afterSeq: number, uptoSeq: number, limit: number): Promise<SequencedEvent[]>
  /** The newest `limit` messages below beforeSeq (null: of all), rising, as they stand. */
  messagesBefore(roomId: string, beforeSeq: number | null, limit: number): Promise<SequencedMessage[]>
}

export function createHistory(prisma: PrismaClient): History {
  return {
    async highestSeq(roomId) {
      const rows = await prisma.$queryRaw<{ seq: bigint }[]>`
        select seq from changes where room_id = ${roomId}::uuid order by seq desc limit 1`
      return Number(rows[0]?.seq ?? 0)
    },

    async lastPlace(roomId) {
      const rows = await prisma.$queryRaw<{ epoch: bigint; seq: bigint }[]>`
        select epoch, seq from changes where room_id = ${roomId}::uuid order by seq desc limit 1`
      return { epoch: Number(rows[0]?.epoch ?? 0), seq: Number(rows[0]?.seq ?? 0) }
    },

    async changesAfter(roomId, afterSeq, uptoSeq, limit) {
      const rows = await prisma.$queryRaw<ChangeRow[]>`
        select ${eventColumns}
        from changes c ${messageOfChange}
        where c.room_id = ${roomId}::uuid and c.seq > ${afterSeq}::bigint and c.seq <= ${uptoSeq}::bigint
        order by c.seq
        limit ${limit}`
      return rows.map(eventOf)
    },

    async messagesBefore(roomId, beforeSeq, limit) {
      const below = beforeSeq === null ? Prisma.empty : Prisma.sql`and m.seq < ${beforeSeq}::bigint`
      const rows = await prisma.$queryRaw<MessageRow[]>`
        select ${messageColumns} from messages m
        where m.room_id = ${roomId}::uuid ${below}
        order by m.seq desc
        limit ${limit}`
      return rows.map(messageOf).reverse()
    },
  }
}
