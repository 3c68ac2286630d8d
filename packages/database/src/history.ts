import type { RoomId, SequencedEvent, SequencedMessage, StreamPosition } from '@parley/protocol'
import { askTogether } from './ask-together'
import { eventColumns, eventOf, messageOfChange, type ChangeRow } from './change-row'
import { Prisma, type PrismaClient } from './generated/client'
import { messageColumns, messageOf, type MessageRow } from './message-row'

// Seqs rise across the borders of epochs, so seq alone delimits a page.
export interface History {
  /** The highest seq stored in a room; 0 when it is empty. */
  highestSeq(roomId: RoomId): Promise<number>
  /** Where the room stands as far as it is stored: its highest number and that one's epoch; zeros when it is empty. */
  lastPosition(roomId: RoomId): Promise<StreamPosition>
  /** Events with afterSeq < seq <= uptoSeq, rising, `limit` at most. A message comes as it stands. */
  changesAfter(roomId: RoomId, afterSeq: number, uptoSeq: number, limit: number): Promise<SequencedEvent[]>
  /** The newest `limit` messages below beforeSeq (null: of all), ascending, in their current state. */
  messagesBefore(roomId: RoomId, beforeSeq: number | null, limit: number): Promise<SequencedMessage[]>
}

/** Rooms in one query. Each can return as many rows as its limit allows. */
const ROOMS_AT_ONCE = 100

interface Span {
  roomId: RoomId
  afterSeq: number
  uptoSeq: number
  limit: number
}

export function createHistory(prisma: PrismaClient): History {
  const readChanges = askTogether((spans: Span[]) => readSpans(prisma, spans), { most: ROOMS_AT_ONCE })

  return {
    async highestSeq(roomId) {
      const rows = await prisma.$queryRaw<{ seq: bigint }[]>`
        select seq from changes where room_id = ${roomId}::uuid order by seq desc limit 1`
      return Number(rows[0]?.seq ?? 0)
    },

    async lastPosition(roomId) {
      const rows = await prisma.$queryRaw<{ epoch: bigint; seq: bigint }[]>`
        select epoch, seq from changes where room_id = ${roomId}::uuid order by seq desc limit 1`
      return { epoch: Number(rows[0]?.epoch ?? 0), seq: Number(rows[0]?.seq ?? 0) }
    },

    async changesAfter(roomId, afterSeq, uptoSeq, limit) {
      return (await readChanges({ roomId, afterSeq, uptoSeq, limit })).map(eventOf)
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

async function readSpans(prisma: PrismaClient, spans: Span[]): Promise<ChangeRow[][]> {
  const rows = await prisma.$queryRaw<(ChangeRow & { place: bigint })[]>`
    select asked.place, found.*
    from unnest(
      ${spans.map(({ roomId }) => roomId)}::uuid[],
      ${spans.map(({ afterSeq }) => String(afterSeq))}::bigint[],
      ${spans.map(({ uptoSeq }) => String(uptoSeq))}::bigint[],
      ${spans.map(({ limit }) => limit)}::int[]
    ) with ordinality as asked (room_id, after_seq, upto_seq, most, place)
    cross join lateral (
      select ${eventColumns}
      from changes c ${messageOfChange}
      where c.room_id = asked.room_id and c.seq > asked.after_seq and c.seq <= asked.upto_seq
      order by c.seq
      limit asked.most
    ) as found
    order by asked.place, found.change_seq`
  const found = spans.map((): ChangeRow[] => [])
  for (const row of rows) found[Number(row.place) - 1]!.push(row)
  return found
}
