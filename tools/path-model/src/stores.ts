// The log and PostgreSQL as arrays, with their promises: records in order; a batch all or nothing, guarded by its offset.
import { SeqConflictError, type Database } from '@parley/database'
import type { EventLog, LogRecord, StoredRecord } from '@parley/event-log'
import { foldAll, isMessage, type MessageChange, type SequencedEvent } from '@parley/protocol'
import type { Actor, Scheduler } from './scheduler'

export interface MemoryStores {
  records: StoredRecord[]
  rows: SequencedEvent[]
  next: number
  fencingToken: number
  /** Attempts that must never happen: two events with one seq, an offset that moves back. */
  faults: string[]
}

export function createStores(): MemoryStores {
  return { records: [], rows: [], next: 0, fencingToken: 0, faults: [] }
}

export type LogSeenBy = Pick<EventLog, 'append' | 'end' | 'read'>

/** The log as one process sees it. One partition. */
export function logSeenBy(actor: Actor, { records }: MemoryStores, scheduler: Scheduler): LogSeenBy {
  const push = ({ key, value }: LogRecord) => records.push({ key, value, offset: records.length })
  return {
    append: (added) => scheduler.ask(actor, 'append', () => added.forEach(push)),
    end: () => scheduler.ask(actor, 'log end', () => records.length),
    async *read(_partition, from, to) {
      yield* await scheduler.ask(actor, 'log read', () => records.slice(from, to))
    },
  }
}

export interface DatabaseSeenBy {
  events: Database['events']
  offsets: Pick<Database['offsets'], 'takeOver' | 'isOwner' | 'next'>
  history: Database['history']
}

export interface DatabaseRules {
  /** A batch is stored only if the offset is at its beginning, and only by its last owner. */
  isFencedByOffset: boolean
  /** Rows and offset are stored together or not at all. */
  isOneTransaction: boolean
}

/** PostgreSQL as one process sees it. One room. */
export function databaseSeenBy(
  actor: Actor,
  stores: MemoryStores,
  scheduler: Scheduler,
  { isFencedByOffset, isOneTransaction }: DatabaseRules,
): DatabaseSeenBy {
  const ask = <T>(label: string, work: () => T) => scheduler.ask(actor, label, work)
  const rising = () => [...stores.rows].sort((a, b) => a.seq - b.seq)
  const messages = () => foldedMessages(rising())
  const rowOf = (id: string) => stores.rows.find(({ event }) => event.id === id)

  return {
    events: {
      known: (ids) =>
        ask('known', () => {
          const found = ids.flatMap(({ id }) => rowOf(id) ?? [])
          const entry = ({ seq, epoch, event: { id, roomId, authorId } }: SequencedEvent) =>
            [`${roomId}/${id}`, { seq, epoch, authorId }] as const
          return new Map(found.map(entry))
        }),
      find: (_roomId, id) => ask('find row', () => rowOf(id) ?? null),
      async store({ fencingToken, baseOffset, nextOffset, events }) {
        const moveOffset = () => {
          if (isFencedByOffset && !(stores.next === baseOffset && stores.fencingToken === fencingToken))
            return 'fenced'
          if (nextOffset < stores.next)
            stores.faults.push(`the stored offset went back from ${stores.next} to ${nextOffset}`)
          stores.next = nextOffset
          return 'moved'
        }
        const insert = () => {
          const added = events.filter(({ event }) => !rowOf(event.id))
          refuseConflicts(stores, added)
          stores.rows.push(...added)
          return added.length
        }
        const label = `store ${baseOffset}..${nextOffset}`
        if (!isOneTransaction) {
          const moved = await ask(label, moveOffset)
          return moved === 'moved' ? ask(label, insert) : moved
        }
        return ask(label, () => {
          const moved = moveOffset()
          return moved === 'moved' ? insert() : moved
        })
      },
    },
    offsets: {
      next: () => ask('offset', () => stores.next),
      takeOver: () =>
        ask('take over', () => ({ nextOffset: stores.next, fencingToken: ++stores.fencingToken })),
      isOwner: (_partition, fencingToken) => ask('is owner', () => stores.fencingToken === fencingToken),
    },
    history: {
      highestSeq: () => ask('highest', () => rising().at(-1)?.seq ?? 0),
      lastPosition: () =>
        ask('last position', () => ({ epoch: rising().at(-1)?.epoch ?? 0, seq: rising().at(-1)?.seq ?? 0 })),
      changesAfter: (_roomId, after, upTo, limit) =>
        ask('changes', () =>
          rising()
            .filter(({ seq }) => seq > after && seq <= upTo)
            .slice(0, limit),
        ),
      messagesBefore: (_roomId, before, limit) =>
        ask('page', () =>
          messages()
            .filter(({ seq }) => seq < (before ?? Infinity))
            .slice(-limit),
        ),
    },
  }
}

function refuseConflicts({ rows, faults }: MemoryStores, added: SequencedEvent[]) {
  const taken = new Map(rows.map(({ seq, event }) => [seq, event.id]))
  const found = added.filter(({ seq }) => taken.has(seq))
  if (found.length === 0) return
  faults.push(...found.map(({ seq, event }) => `${event.id} and ${taken.get(seq)} have the number ${seq}`))
  throw new SeqConflictError([], { cause: found })
}

/** Messages in their current state in PostgreSQL, by seq. */
export function foldedMessages(rows: SequencedEvent[]) {
  const isChange = (row: SequencedEvent): row is SequencedEvent & { event: MessageChange } => !isMessage(row)
  return foldAll(rows.filter(isMessage), rows.filter(isChange))
}
