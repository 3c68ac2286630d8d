import type { PersonId, RoomId, SequencedEvent } from '@parley/protocol'
import { eventColumns, eventOf, messageOfChange, type ChangeRow } from './change-row'
import type { PrismaClient } from './generated/client'
import { storeBatches } from './store-batch'
import { createStoreTogether, type StoreBatch } from './store-together'

/** The stored position and author of a known id. */
export interface KnownEvent {
  seq: number
  epoch: number
  authorId: PersonId
}

export interface Events {
  /** The stored ones among the ids, by `${roomId}/${id}`. */
  known(ids: { roomId: RoomId; id: string }[]): Promise<Map<string, KnownEvent>>
  /**
   * Stores a batch and moves its partition's offset in one transaction, together with batches that other partitions store
   * at the same time. "fenced": another persister has taken the partition over, or the offset is not `baseOffset`;
   * nothing was written. Throws SeqConflictError when another event has one of the seqs.
   */
  store: StoreBatch
  /** A message in its current state, any other event as it was sent. */
  find(roomId: RoomId, id: string): Promise<SequencedEvent | null>
}

export function createEvents(prisma: PrismaClient): Events {
  return {
    async known(ids) {
      if (ids.length === 0) return new Map()
      // The limit keeps the planner from reading the whole table, which it does while it believes that a growing table is
      // small.
      const rows = await prisma.$queryRaw<KnownRow[]>`
        select known.*
        from unnest(${ids.map(({ roomId }) => roomId)}::uuid[], ${ids.map(({ id }) => id)}::uuid[]) as asked (room_id, id)
        cross join lateral (
          select c.room_id, c.id, c.seq, c.epoch, c.author_id
          from changes c
          where c.room_id = asked.room_id and c.id = asked.id
          limit 1
        ) as known`
      return new Map(rows.map((row) => [`${row.room_id}/${row.id}`, knownOf(row)]))
    },

    store: createStoreTogether((batches) => storeBatches(prisma, batches)),

    async find(roomId, id) {
      const rows = await prisma.$queryRaw<ChangeRow[]>`
        select ${eventColumns} from changes c ${messageOfChange}
        where c.room_id = ${roomId}::uuid and c.id = ${id}::uuid`
      return rows[0] ? eventOf(rows[0]) : null
    },
  }
}

interface KnownRow {
  room_id: string
  id: string
  seq: bigint
  epoch: bigint
  author_id: string
}

function knownOf(row: KnownRow): KnownEvent {
  return { seq: Number(row.seq), epoch: Number(row.epoch), authorId: row.author_id }
}
