import { openDatabase } from '@parley/database'

export interface StoredHead {
  count: number
  seq: number
}

/** How far PostgreSQL has stored each room. */
export type ReadStoredHeads = () => Promise<ReadonlyMap<string, StoredHead>>

export interface StoredHeads {
  read: ReadStoredHeads
  close: () => Promise<void>
}

export function createStoredHeads(databaseUrl: string): StoredHeads {
  const database = openDatabase({ url: databaseUrl, maxConnections: 1 })
  return {
    async read() {
      const rows = await database.prisma.$queryRaw<{ room_id: string; count: bigint; seq: bigint }[]>`
        select room_id, count(*) as count, max(seq) as seq from changes group by room_id`
      return new Map(
        rows.map(({ room_id, count, seq }) => [room_id, { count: Number(count), seq: Number(seq) }]),
      )
    },
    close: () => database.close(),
  }
}
