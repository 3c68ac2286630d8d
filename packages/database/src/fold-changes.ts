import {
  foldAll,
  isMessage,
  type MessageChange,
  type SequencedEvent,
  type SequencedMessage,
} from '@parley/protocol'
import type { Prisma } from './generated/client'
import { messageColumns, messageOf, type MessageRow } from './message-row'

/**
 * Folds the changes of a batch, whose rows are already inserted, into their messages. The fold gives the same result in
 * any order, so neither the order of the log nor a repeat matters (delivery.md, 3.2). A change of an unknown message
 * remains a row of `changes` and has no effect.
 */
export async function foldChanges(tx: Prisma.TransactionClient, events: SequencedEvent[]): Promise<void> {
  const changes = events.filter(isChange)
  if (changes.length === 0) return
  const known = await lockMessages(tx, changes)
  const folded = foldAll(known, changes).filter((message, i) => message !== known[i])
  if (folded.length > 0) await update(tx, folded)
  await forgetTexts(tx, changes)
}

type SequencedChange = SequencedEvent & { event: MessageChange }

function isChange(sequenced: SequencedEvent): sequenced is SequencedChange {
  return !isMessage(sequenced)
}

const roomIdsOf = (changes: SequencedChange[]) => changes.map(({ event }) => event.roomId)
const messageIdsOf = (changes: SequencedChange[]) => changes.map(({ event }) => event.messageId)

/** Locks in the order of the keys, so that no two batches can deadlock. */
async function lockMessages(
  tx: Prisma.TransactionClient,
  changes: SequencedChange[],
): Promise<SequencedMessage[]> {
  const rows = await tx.$queryRaw<MessageRow[]>`
    select ${messageColumns} from messages m
    where (m.room_id, m.id) in (
      select * from unnest(${roomIdsOf(changes)}::uuid[], ${messageIdsOf(changes)}::uuid[])
    )
    order by m.room_id, m.id
    for no key update of m`
  return rows.map(messageOf)
}

async function update(tx: Prisma.TransactionClient, messages: SequencedMessage[]): Promise<void> {
  const changesOf = messages.map(({ changes }) => changes!)
  const numbers = (values: (number | undefined)[]) =>
    values.map((value) => (value === undefined ? null : String(value)))
  await tx.$executeRaw`
    update messages m set
      body = e.body, version = e.version,
      edited_seq = e.edited_seq, edited_at = timestamptz 'epoch' + e.edited_ms * interval '1 millisecond',
      deleted_seq = e.deleted_seq, deleted_at = timestamptz 'epoch' + e.deleted_ms * interval '1 millisecond',
      deleted_by = e.deleted_by, reactions = e.reactions
    from unnest(
      ${messages.map(({ event }) => event.roomId)}::uuid[],
      ${messages.map(({ event }) => event.id)}::uuid[],
      ${messages.map(({ event }) => event.body)}::text[],
      ${numbers(changesOf.map(({ version }) => version))}::bigint[],
      ${numbers(changesOf.map(({ edited }) => edited?.seq))}::bigint[],
      ${numbers(changesOf.map(({ edited }) => edited?.at))}::bigint[],
      ${numbers(changesOf.map(({ deleted }) => deleted?.seq))}::bigint[],
      ${numbers(changesOf.map(({ deleted }) => deleted?.at))}::bigint[],
      ${changesOf.map(({ deleted }) => deleted?.by ?? null)}::text[],
      ${changesOf.map(({ reactions }) => JSON.stringify(reactions))}::jsonb[]
    ) as e (room_id, id, body, version, edited_seq, edited_ms, deleted_seq, deleted_ms, deleted_by, reactions)
    where m.room_id = e.room_id and m.id = e.id`
}

/** A deletion also removes the texts of the message's edits, even of an edit that is stored after the deletion. */
async function forgetTexts(tx: Prisma.TransactionClient, changes: SequencedChange[]): Promise<void> {
  await tx.$executeRaw`
    update changes c set body = null
    from messages m
    where (m.room_id, m.id) in (
      select * from unnest(${roomIdsOf(changes)}::uuid[], ${messageIdsOf(changes)}::uuid[])
    )
      and m.deleted_seq is not null
      and c.room_id = m.room_id and c.message_id = m.id and c.kind = 'edit' and c.body is not null`
}
