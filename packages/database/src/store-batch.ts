import { isMessage, type SequencedEvent, type SequencedMessage } from '@parley/protocol'
import { breaks, SeqConflictError, type SeqConflict } from './failures'
import { foldChanges } from './fold-changes'
import type { Prisma, PrismaClient } from './generated/client'

/** A record of the log that can never be stored as an event. */
export interface DeadLetter {
  offset: number
  key: string
  value: string
  reason: string
}

/** What a persister read from `from` up to, not including, `next` of one partition, as the owner that its claim made it. */
export interface EventBatch {
  partition: number
  generation: number
  from: number
  next: number
  events: SequencedEvent[]
  deadLetters: DeadLetter[]
}

/** A full batch takes some 25 ms; one that waits behind another owner, or for a busy disk, may take its time. */
const TRANSACTION_TIMEOUT_MS = 10_000
const TRANSACTION_START_TIMEOUT_MS = 3_000

/**
 * Stores a batch and moves its partition's offset in one transaction: all of it or nothing. Events that are stored
 * already stay as they are. "not-owner": another persister has claimed this partition since, or the offset is not at `from`
 * (this batch was stored and its answer was lost); nothing was written. Throws SeqConflictError when another event has
 * one of the numbers.
 */
export async function storeBatch(prisma: PrismaClient, batch: EventBatch): Promise<'stored' | 'not-owner'> {
  try {
    return await prisma.$transaction((tx) => store(tx, batch), {
      timeout: TRANSACTION_TIMEOUT_MS,
      maxWait: TRANSACTION_START_TIMEOUT_MS,
    })
  } catch (error) {
    if (!breaks(error, 'messages_room_id_seq_key', 'changes_pkey')) throw error
    throw new SeqConflictError(await findConflicts(prisma, batch.events), { cause: error })
  }
}

async function store(tx: Prisma.TransactionClient, batch: EventBatch): Promise<'stored' | 'not-owner'> {
  // First, because its row is the lock: a second owner waits here, then finds the offset moved. So what two of them
  // insert can neither interleave nor deadlock.
  if (!(await moveOffset(tx, batch))) return 'not-owner'
  if (batch.events.length > 0) {
    const messages = batch.events.filter(isMessage)
    await insertMessages(tx, messages)
    await insertChanges(tx, batch.events)
    await foldChanges(tx, batch.events)
    await moveAuthorsCursors(tx, messages)
  }
  if (batch.deadLetters.length > 0) await insertDeadLetters(tx, batch)
  return 'stored'
}

async function moveOffset(
  tx: Prisma.TransactionClient,
  { partition, generation, from, next }: EventBatch,
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    update partition_offsets set next = ${next}::bigint
    where partition = ${partition}::int and generation = ${generation}::bigint and next = ${from}::bigint`
  return moved === 1
}

// Only (room, id) is let pass: a conflict on (room, seq) means two events under one number and must be heard.
// The time is reckoned in SQL, where one that is out of range is an error of the data and not of this program.
async function insertMessages(tx: Prisma.TransactionClient, events: SequencedMessage[]): Promise<void> {
  if (events.length === 0) return
  await tx.$executeRaw`
    insert into messages (room_id, id, seq, epoch, version, author_id, author_name, body, at)
    select room_id, id, seq, epoch, seq, author_id, author_name, body,
           timestamptz 'epoch' + at_ms * interval '1 millisecond'
    from unnest(
      ${events.map(({ event }) => event.roomId)}::uuid[],
      ${events.map(({ event }) => event.id)}::uuid[],
      ${events.map(({ seq }) => String(seq))}::bigint[],
      ${events.map(({ epoch }) => String(epoch))}::bigint[],
      ${events.map(({ event }) => event.authorId)}::text[],
      ${events.map(({ event }) => event.authorName)}::text[],
      ${events.map(({ event }) => event.body)}::text[],
      ${events.map(({ event }) => String(event.at))}::bigint[]
    ) as e (room_id, id, seq, epoch, author_id, author_name, body, at_ms)
    order by room_id, id
    on conflict (room_id, id) do nothing`
}

async function insertChanges(tx: Prisma.TransactionClient, events: SequencedEvent[]): Promise<void> {
  await tx.$executeRaw`
    insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at, body, emoji, is_on)
    select room_id, seq, id, message_id, kind, epoch, author_id, author_name,
           timestamptz 'epoch' + at_ms * interval '1 millisecond', body, emoji, is_on
    from unnest(
      ${events.map(({ event }) => event.roomId)}::uuid[],
      ${events.map(({ seq }) => String(seq))}::bigint[],
      ${events.map(({ event }) => event.id)}::uuid[],
      ${events.map(({ event }) => (event.kind === 'message' ? event.id : event.messageId))}::uuid[],
      ${events.map(({ event }) => event.kind)}::text[],
      ${events.map(({ epoch }) => String(epoch))}::bigint[],
      ${events.map(({ event }) => event.authorId)}::text[],
      ${events.map(({ event }) => event.authorName)}::text[],
      ${events.map(({ event }) => String(event.at))}::bigint[],
      ${events.map(({ event }) => (event.kind === 'edit' ? event.body : null))}::text[],
      ${events.map(({ event }) => (event.kind === 'reaction' ? event.emoji : null))}::text[],
      ${events.map(({ event }) => (event.kind === 'reaction' ? event.on : null))}::boolean[]
    ) as e (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at_ms, body, emoji, is_on)
    order by room_id, seq
    on conflict (room_id, id) do nothing`
}

/** Who sends has read up to there. Rows are locked in the order of their key, so that no two batches can deadlock. */
async function moveAuthorsCursors(tx: Prisma.TransactionClient, events: SequencedMessage[]): Promise<void> {
  if (events.length === 0) return
  await tx.$executeRaw`
    with sent as (
      select room_id, author_id, max(seq) as seq
      from unnest(
        ${events.map(({ event }) => event.roomId)}::uuid[],
        ${events.map(({ event }) => event.authorId)}::text[],
        ${events.map(({ seq }) => String(seq))}::bigint[]
      ) as e (room_id, author_id, seq)
      group by room_id, author_id
    ), behind as (
      select m.room_id, m.person_id, sent.seq
      from memberships m
      join sent on sent.room_id = m.room_id and sent.author_id = m.person_id
      where m.read_seq < sent.seq
      order by m.room_id, m.person_id
      for no key update of m
    )
    update memberships m set read_seq = greatest(m.read_seq, behind.seq)
    from behind
    where m.room_id = behind.room_id and m.person_id = behind.person_id`
}

// Keys and values go in as bytes: what is dead may hold U+0000, which no text of PostgreSQL can.
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
