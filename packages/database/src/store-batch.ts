import { isMessage, type SequencedEvent } from '@parley/protocol'
import { breaks, SeqConflictError, type SeqConflict } from './failures'
import { foldChanges } from './fold-changes'
import { Prisma, type PrismaClient } from './generated/client'

/** A record of the log that can never be stored as an event. */
export interface DeadLetter {
  offset: number
  key: string
  value: string
  reason: string
}

/**
 * Events of one partition from `baseOffset` up to, not including, `nextOffset`, with the fencing token of the persister
 * that read them.
 */
export interface EventBatch {
  partition: number
  fencingToken: number
  baseOffset: number
  nextOffset: number
  events: SequencedEvent[]
  deadLetters: DeadLetter[]
}

/** The number of new events by partition. A missing partition no longer belongs to the caller. */
export type StoredCounts = Map<number, number>

/** A full batch takes some 25 ms; one that waits for another owner, or for a busy disk, may take longer. */
const TRANSACTION_TIMEOUT_MS = 10_000
const TRANSACTION_START_TIMEOUT_MS = 3_000

/**
 * Stores batches of different partitions and moves their offsets in one transaction. Stored events stay as they are.
 * Writes nothing for a partition that another persister has taken over, or whose offset is not `baseOffset` (its batch
 * was stored and the answer was lost). Throws SeqConflictError when another event has one of the seqs; then, as after any
 * error, nothing of any partition is written.
 */
export async function storeBatches(prisma: PrismaClient, batches: EventBatch[]): Promise<StoredCounts> {
  try {
    // Most batches hold only messages: then one statement is the whole transaction.
    if (batches.every(hasMessagesOnly)) return await insert(prisma, batches)
    return await prisma.$transaction((tx) => store(tx, batches), {
      timeout: TRANSACTION_TIMEOUT_MS,
      maxWait: TRANSACTION_START_TIMEOUT_MS,
    })
  } catch (error) {
    if (!breaks(error, 'messages_room_id_seq_key', 'changes_pkey')) throw error
    const events = batches.flatMap((batch) => batch.events)
    throw new SeqConflictError(await findConflicts(prisma, events), { cause: error })
  }
}

function hasMessagesOnly({ events, deadLetters }: EventBatch): boolean {
  return deadLetters.length === 0 && events.every(isMessage)
}

async function store(tx: Prisma.TransactionClient, batches: EventBatch[]): Promise<StoredCounts> {
  const stored = await insert(tx, batches)
  const ours = batches.filter(({ partition }) => stored.has(partition))
  await foldChanges(
    tx,
    ours.flatMap(({ events }) => events),
  )
  for (const batch of ours) if (batch.deadLetters.length > 0) await insertDeadLetters(tx, batch)
  return stored
}

/**
 * The statement of the persister. The offsets come first, because their rows are the lock: a second owner waits there,
 * then finds them moved, and inserts nothing. Rows are locked in the order of their keys, so that no two statements can
 * deadlock. Only conflicts on (room, id) are ignored: a conflict on (room, seq) means two events with one seq and must
 * raise an error. Times are converted in SQL, where a time out of range is a data error and not an error of this program.
 */
async function insert(tx: Prisma.TransactionClient, batches: EventBatch[]): Promise<StoredCounts> {
  const rows = await tx.$queryRaw<{ partition: number; inserted: bigint }[]>`
    with batch as (${batchRows(batches)}),
    held as (
      select partition
      from partition_offsets o join batch using (partition)
      where o.generation = batch.fencing_token and o.next = batch.start
      order by partition
      for no key update of o
    ),
    moved as (
      update partition_offsets o set next = batch.stop
      from batch
      where o.partition = batch.partition and o.partition in (select partition from held)
      returning o.partition
    ),
    event as materialized (
      select e.*, timestamptz 'epoch' + at_ms * interval '1 millisecond' as at
      from (${eventRows(batches)}) as e
      where e.partition in (select partition from moved)
    ),
    said as (
      insert into messages (room_id, id, seq, epoch, version, author_id, author_name, body, at)
      select room_id, id, seq, epoch, seq, author_id, author_name, body, at
      from event
      where kind = 'message'
      order by room_id, id
      on conflict (room_id, id) do nothing
    ),
    inserted as (
      insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at, body, emoji, is_on)
      select room_id, seq, id, message_id, kind, epoch, author_id, author_name, at,
             case when kind = 'edit' then body end, emoji, is_on
      from event
      order by room_id, seq
      on conflict (room_id, id) do nothing
      returning room_id, id
    ),
    ${movedCursors}
    select moved.partition, count(inserted.id) as inserted
    from moved
    left join event using (partition)
    left join inserted using (room_id, id)
    group by moved.partition`
  return new Map(rows.map(({ partition, inserted }) => [partition, Number(inserted)]))
}

function batchRows(batches: EventBatch[]): Prisma.Sql {
  return Prisma.sql`
    select * from unnest(
      ${batches.map(({ partition }) => partition)}::int[],
      ${batches.map(({ fencingToken }) => String(fencingToken))}::bigint[],
      ${batches.map(({ baseOffset }) => String(baseOffset))}::bigint[],
      ${batches.map(({ nextOffset }) => String(nextOffset))}::bigint[]
    ) as b (partition, fencing_token, start, stop)`
}

function eventRows(batches: EventBatch[]): Prisma.Sql {
  const partitions = batches.flatMap(({ partition, events }) => events.map(() => partition))
  const sequenced = batches.flatMap((batch) => batch.events)
  const events = sequenced.map(({ event }) => event)
  return Prisma.sql`
    select * from unnest(
      ${partitions}::int[],
      ${events.map(({ roomId }) => roomId)}::uuid[],
      ${events.map(({ id }) => id)}::uuid[],
      ${sequenced.map(({ seq }) => String(seq))}::bigint[],
      ${sequenced.map(({ epoch }) => String(epoch))}::bigint[],
      ${events.map(({ authorId }) => authorId)}::text[],
      ${events.map(({ authorName }) => authorName)}::text[],
      ${events.map(({ at }) => String(at))}::bigint[],
      ${events.map(({ kind }) => kind)}::text[],
      ${events.map((event) => (event.kind === 'message' ? event.id : event.messageId))}::uuid[],
      ${events.map((event) => ('body' in event ? event.body : null))}::text[],
      ${events.map((event) => ('emoji' in event ? event.emoji : null))}::text[],
      ${events.map((event) => ('on' in event ? event.on : null))}::boolean[]
    ) as e (partition, room_id, id, seq, epoch, author_id, author_name, at_ms, kind, message_id, body, emoji, is_on)`
}

/** Senders have read up to their own message. */
const movedCursors = Prisma.sql`
    sent as (
      select room_id, author_id, max(seq) as seq
      from event
      where kind = 'message'
      group by room_id, author_id
    ),
    unread as (
      select m.room_id, m.person_id, sent.seq
      from memberships m
      join sent on sent.room_id = m.room_id and sent.author_id = m.person_id
      where m.read_seq < sent.seq
      order by m.room_id, m.person_id
      for no key update of m
    ),
    cursors as (
      update memberships m set read_seq = greatest(m.read_seq, unread.seq)
      from unread
      where m.room_id = unread.room_id and m.person_id = unread.person_id
    )`

// Keys and values are bytes: a dead letter may hold U+0000, which no text of PostgreSQL can.
async function insertDeadLetters(tx: Prisma.TransactionClient, batch: EventBatch): Promise<void> {
  const { partition, deadLetters } = batch
  await tx.$executeRaw`
    insert into dead_letters (partition, "offset", key, value, reason)
    select ${partition}::int, "offset", decode(key, 'base64'), decode(value, 'base64'), reason
    from unnest(
      ${deadLetters.map(({ offset }) => String(offset))}::bigint[],
      ${deadLetters.map(({ key }) => Buffer.from(key).toString('base64'))}::text[],
      ${deadLetters.map(({ value }) => Buffer.from(value).toString('base64'))}::text[],
      ${deadLetters.map(({ reason }) => reason.replaceAll('\u0000', '\\u0000'))}::text[]
    ) as d ("offset", key, value, reason)
    on conflict (partition, "offset") do nothing`
}

async function findConflicts(prisma: PrismaClient, events: SequencedEvent[]): Promise<SeqConflict[]> {
  const rows = await prisma.$queryRaw<{ room_id: string; seq: bigint; id: string; stored_id: string }[]>`
    select e.room_id, e.seq, e.id, c.id as stored_id
    from unnest(
      ${events.map(({ event }) => event.roomId)}::uuid[],
      ${events.map(({ seq }) => String(seq))}::bigint[],
      ${events.map(({ event }) => event.id)}::uuid[]
    ) as e (room_id, seq, id)
    join changes c on c.room_id = e.room_id and c.seq = e.seq and c.id <> e.id`
  return rows.map(({ room_id, seq, id, stored_id }) => {
    return { roomId: room_id, seq: Number(seq), id, storedId: stored_id }
  })
}
