import type { PrismaClient } from './generated/client'

/** One number of a room in both tables; null where a table has nothing there. */
export interface AuditRow {
  seq: number
  message: { id: string; epoch: number; authorId: string; body: string } | null
  change: { id: string; messageId: string; kind: string; epoch: number; authorId: string } | null
}

/** What `verify` reads: the tables as they are, with nothing joined away. */
export interface Audit {
  /** Every room in which anything is stored. */
  rooms(): Promise<string[]>
  /** Rows with seq > afterSeq, rising, `limit` at most. */
  rows(roomId: string, afterSeq: number, limit: number): Promise<AuditRow[]>
  /** The offsets that a partition has in the dead letters. */
  deadLetters(partition: number): Promise<number[]>
}

export function createAudit(prisma: PrismaClient): Audit {
  return {
    async rooms() {
      const rows = await prisma.$queryRaw<{ room_id: string }[]>`
        select room_id from messages union select room_id from changes`
      return rows.map(({ room_id }) => room_id)
    },

    async rows(roomId, afterSeq, limit) {
      const rows = await prisma.$queryRaw<Row[]>`
        select coalesce(m.seq, c.seq) as seq,
               m.id as message_id, m.epoch as message_epoch, m.author_id, m.body,
               c.id as change_id, c.message_id as changed_id, c.kind, c.epoch as change_epoch, c.author_id as changer_id
        from (select * from messages where room_id = ${roomId}::uuid and seq > ${afterSeq}::bigint) m
        full join (select * from changes where room_id = ${roomId}::uuid and seq > ${afterSeq}::bigint) c
          on c.seq = m.seq
        order by seq
        limit ${limit}`
      return rows.map(auditRow)
    },

    async deadLetters(partition) {
      const rows = await prisma.deadLetter.findMany({ where: { partition }, select: { offset: true } })
      return rows.map(({ offset }) => Number(offset))
    },
  }
}

interface Row {
  seq: bigint
  message_id: string | null
  message_epoch: bigint | null
  author_id: string | null
  body: string | null
  change_id: string | null
  changed_id: string | null
  kind: string | null
  change_epoch: bigint | null
  changer_id: string | null
}

function auditRow(row: Row): AuditRow {
  const { message_id, change_id } = row
  return {
    seq: Number(row.seq),
    message:
      message_id === null
        ? null
        : {
            id: message_id,
            epoch: Number(row.message_epoch),
            authorId: row.author_id ?? '',
            body: row.body ?? '',
          },
    change:
      change_id === null
        ? null
        : {
            id: change_id,
            messageId: row.changed_id ?? '',
            kind: row.kind ?? '',
            epoch: Number(row.change_epoch),
            authorId: row.changer_id ?? '',
          },
  }
}
