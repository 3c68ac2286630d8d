// The invariants of a quiet system, whatever happened before.
import type { Delivery } from '@parley/delivery'
import type { SequencedEvent, SequencedMessage } from '@parley/protocol'
import { gapsIn } from '@parley/testkit/checker'
import type { Reader } from './reader'
import type { Sender } from './sender'
import { foldedMessages, type MemoryStores } from './stores'

export interface Outcome {
  stores: MemoryStores
  senders: Pick<Sender, 'name' | 'written' | 'acknowledged' | 'refused'>[]
  readers: Pick<Reader, 'name' | 'view'>[]
  delivery: Pick<Delivery, 'read' | 'countUnstored'>
  roomId: string
}

export async function findViolations(outcome: Outcome): Promise<string[]> {
  const { stores, senders, readers, delivery, roomId } = outcome
  const rows = [...stores.rows].sort((a, b) => a.seq - b.seq)
  const tail = await delivery.read(roomId, 0)
  return [
    ...stores.faults,
    ...senders.flatMap(({ refused }) => refused),
    ...senders.flatMap(({ acknowledged }) => acknowledged.flatMap((sent) => wrongPlace(sent, rows))),
    ...gaps(rows),
    ...senders.flatMap((sender) => ownOrder(sender, rows)),
    ...readers.flatMap((reader) => differences(reader, foldedMessages(rows))),
    ...(tail && tail.persistedSeq < tail.seq ? [`${tail.events.length} stored events stay in the tail`] : []),
  ]
}

/** Acknowledged: stored once, and with the acknowledged seq unless its epoch has passed. */
function wrongPlace({ seq, epoch, event }: SequencedEvent, rows: SequencedEvent[]): string[] {
  const stored = rows.filter((row) => row.event.id === event.id)
  if (stored.length !== 1) return [`acknowledged and stored ${stored.length} times: ${event.id}`]
  const [row] = stored
  const moved = row!.epoch < epoch || (row!.epoch === epoch && row!.seq !== seq)
  return moved ? [`acknowledged as ${seq}, stored as ${row!.seq}: ${event.id}`] : []
}

/**
 * The seqs of the newest epoch are dense. (A seq missing in an older one was lost with Redis, and its event has a newer
 * seq.)
 */
function gaps(rows: SequencedEvent[]): string[] {
  const newest = rows.at(-1)?.epoch ?? 0
  const [gap] = gapsIn(rows.filter(({ epoch }) => epoch === newest))
  return gap ? [`number ${gap.from} is missing`] : []
}

function ownOrder({ name, written }: Outcome['senders'][number], rows: SequencedEvent[]): string[] {
  const stored = rows.filter(({ event }) => event.authorId === name).map(({ event }) => event.id)
  return stored.join() === written.join() ? [] : [`own order of ${name}: ${stored.map(short).join(' ')}`]
}

/** Every reader sees the stored messages, in order, each with its changes folded in. */
function differences({ name, view }: Outcome['readers'][number], stored: SequencedMessage[]): string[] {
  const shown = new Map(view().map((message) => [message.event.id, message]))
  const expected = new Set(stored.map(({ event }) => event.id))
  return [
    ...stored.flatMap((message) => {
      const found = shown.get(message.event.id)
      if (!found) return [`${name} missed ${short(message.event.id)}`]
      if (found.seq !== message.seq) return [`${name} has in another place ${short(message.event.id)}`]
      return look(found) === look(message) ? [] : [`${name} sees another state of ${short(message.event.id)}`]
    }),
    ...[...shown.keys()]
      .filter((id) => !expected.has(id))
      .map((id) => `${name} shows what is not stored: ${short(id)}`),
  ]
}

/** The visible part of a message. */
function look({ event, changes }: SequencedMessage): string {
  const reactions = (changes?.reactions ?? [])
    .filter(({ on }) => on)
    .map(({ personId, emoji }) => personId + emoji)
  return JSON.stringify([event.body, Boolean(changes?.edited), Boolean(changes?.deleted), reactions.sort()])
}

function short(id: string): string {
  return id.slice(-4)
}
