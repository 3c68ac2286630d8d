import type { MessageChanges, MessageId, PersonId, RoomId, SequencedMessage } from '@parley/protocol'
import type { PrismaClient } from './generated/client'
import { messageColumns, messageOf, type MessageRow } from './message-row'

/** The rows of one seq of a room in both tables; null where a table has none. */
export interface AuditRow {
  seq: number
  message: { id: string; epoch: number; authorId: PersonId; body: string; changes?: MessageChanges } | null
  change: { id: string; messageId: MessageId; kind: string; epoch: number; authorId: PersonId } | null
}

/** The data that `verify` reads: the tables as they are. No join hides a row. */
export interface Audit {
  /** Every room that has stored events. */
  rooms(): Promise<string[]>
  /** Rows with seq > afterSeq, ascending, at most `limit`. */
  rows(roomId: RoomId, afterSeq: number, limit: number): Promise<AuditRow[]>
  /** The offsets of a partition's dead letters. */
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
        select coalesce(m.seq, c.seq) as shown_seq, ${messageColumns},
               c.id as change_id, c.message_id as changed_id, c.kind, c.epoch as change_epoch, c.author_id as changer_id
        from (select * from messages where room_id = ${roomId}::uuid and seq > ${afterSeq}::bigint) m
        full join (select * from changes where room_id = ${roomId}::uuid and seq > ${afterSeq}::bigint) c
          on c.seq = m.seq
        order by shown_seq
        limit ${limit}`
      return rows.map(auditRow)
    },

    async deadLetters(partition) {
      const rows = await prisma.deadLetter.findMany({ where: { partition }, select: { offset: true } })
      return rows.map(({ offset }) => Number(offset))
    },
  }
}

/** Null where the table has no row for this seq. */
type Row = { shown_seq: bigint } & OrNull<MessageRow> & OrNull<ChangeColumns>
type OrNull<T> = { [K in keyof T]: T[K] | null }

interface ChangeColumns {
  change_id: string
  changed_id: string
  kind: string
  change_epoch: bigint
  changer_id: string
}

function auditRow(row: Row): AuditRow {
  const { change_id, changed_id, kind, change_epoch, changer_id } = row
  const change = {
    id: change_id ?? '',
    messageId: changed_id ?? '',
    kind: kind ?? '',
    epoch: Number(change_epoch),
    authorId: changer_id ?? '',
  }
  return {
    seq: Number(row.shown_seq),
    message: row.id === null ? null : auditMessage(messageOf(row as MessageRow)),
    change: change_id === null ? null : change,
  }
}

function auditMessage({ epoch, event, changes }: SequencedMessage): AuditRow['message'] {
  const { id, authorId, body } = event
  return { id, epoch, authorId, body, ...(changes && { changes }) }
}
