import { isDeepStrictEqual } from 'node:util'
import type { AuditRow } from '@parley/database'
import { fold, type RoomEvent, type SequencedMessage } from '@parley/protocol'
import { gapsIn, swapsIn } from '@parley/testkit/checker'
import type { Finding } from './findings'

/** An event of the log at its first offset. */
export interface Said {
  offset: number
  event: RoomEvent
}

/** Everything that is known about one room. */
export interface RoomEvidence {
  roomId: string
  /** First occurrences, in the order of the log. */
  said: Said[]
  /** The partition's stored offset, read before everything else: every record below it must be stored. */
  storedOffset: number
  /** False if the beginning of the log is gone: then the log need not hold every stored message. */
  logIsWhole: boolean
  /** Both tables, by seq. */
  rows: AuditRow[]
  /** Seqs of the tail above its persistedSeq. */
  tail: { seq: number; id: string; epoch: number }[]
  /** The seqs that Redis still knows. */
  given: Map<string, { seq: number; epoch: number }>
}

/** The disagreements in one room. Pure. */
export function compareRoom(evidence: RoomEvidence): Finding[] {
  return [
    ...findMissing(evidence),
    ...findNeverSaid(evidence),
    ...findDifferingTables(evidence),
    ...findDoubled(evidence),
    ...findGaps(evidence),
    ...findOutOfOrder(evidence),
    ...findMoved(evidence),
  ]
}

function findMissing({ roomId, said, storedOffset, rows }: RoomEvidence): Finding[] {
  const stored = new Set(rows.flatMap(({ message, change }) => [message?.id, change?.id]))
  return said
    .filter(({ offset, event }) => offset < storedOffset && !stored.has(event.id))
    .map(({ offset, event }) => ({
      kind: 'missing',
      roomId,
      where: `${event.kind} ${event.id}, said at offset ${offset}`,
    }))
}

function findNeverSaid({ roomId, said, logIsWhole, rows }: RoomEvidence): Finding[] {
  const events = new Map(said.map(({ event }) => [event.id, event]))
  const changes = new Map<string, AuditRow[]>()
  for (const row of rows) {
    if (!row.change || row.change.kind === 'message') continue
    const ofMessage = changes.get(row.change.messageId)
    if (ofMessage) ofMessage.push(row)
    else changes.set(row.change.messageId, [row])
  }
  return rows.flatMap(({ seq, message, change }): Finding[] => {
    const id = message?.id ?? change?.id ?? ''
    const event = events.get(id)
    if (!event) return logIsWhole ? [{ kind: 'never said', roomId, where: `${id} at ${seq}` }] : []
    if (!message || event.kind !== 'message') return []
    const expected = asItStands({ seq, epoch: message.epoch, event }, changes.get(id) ?? [], events)
    const same = event.authorId === message.authorId && (!expected || isStanding(message, expected))
    return same ? [] : [{ kind: 'changed', roomId, where: `message ${id} at ${seq}` }]
  })
}

/** The state of a message by the log and the seqs of its changes; null if the log no longer has all of them. */
function asItStands(
  said: SequencedMessage,
  changes: AuditRow[],
  events: Map<string, RoomEvent>,
): SequencedMessage | null {
  let message = said
  for (const { seq, change } of changes) {
    const event = events.get(change?.id ?? '')
    if (!event || event.kind === 'message') return null
    message = fold(message, { seq, event })
  }
  return message
}

function isStanding(
  { body, changes }: NonNullable<AuditRow['message']>,
  expected: SequencedMessage,
): boolean {
  return body === expected.event.body && isDeepStrictEqual(changes, expected.changes)
}

/** A message stands in both tables at one seq, a change only in `changes`. */
function findDifferingTables({ roomId, rows }: RoomEvidence): Finding[] {
  return rows.flatMap(({ seq, message, change }): Finding[] => {
    const isSame = message && change && message.id === change.id && message.epoch === change.epoch
    if (change?.kind === 'message' ? isSame : change && !message) return []
    const says = `messages has ${message?.id ?? 'nothing'}, changes has ${change?.id ?? 'nothing'}`
    return [{ kind: 'tables differ', roomId, where: `${says} at ${seq}` }]
  })
}

function findDoubled({ roomId, rows, tail }: RoomEvidence): Finding[] {
  const places = new Map<string, Set<number>>()
  const note = (id: string, seq: number) => places.set(id, (places.get(id) ?? new Set()).add(seq))
  for (const { seq, message, change } of rows) note((change ?? message)!.id, seq)
  for (const { seq, id } of tail) note(id, seq)
  return [...places]
    .filter(([, seqs]) => seqs.size > 1)
    .map(([id, seqs]) => ({ kind: 'doubled', roomId, where: `${id} at ${[...seqs].join(' and ')}` }))
}

/** Seqs are dense inside an epoch, and an epoch begins with the seq after its own number. */
function findGaps({ roomId, rows, tail }: RoomEvidence): Finding[] {
  const numbers = new Map<number, number>()
  for (const { seq, message, change } of rows) numbers.set(seq, (message ?? change)!.epoch)
  for (const { seq, epoch } of tail) if (!numbers.has(seq)) numbers.set(seq, epoch)
  const positions = [...numbers].map(([seq, epoch]) => ({ seq, epoch })).sort((a, b) => a.seq - b.seq)
  return gapsIn(positions).map(({ from, to }) => ({ kind: 'gap', roomId, where: `from ${from} to ${to}` }))
}

/** Redis decides the order between two people; one person's own order is that of the log. */
function findOutOfOrder({ roomId, said, rows }: RoomEvidence): Finding[] {
  const offsets = new Map(said.map(({ offset, event }) => [event.id, offset]))
  const line = rows.flatMap(({ change }) => {
    const nth = offsets.get(change?.id ?? '')
    return change && nth !== undefined ? [{ ...change, writer: change.authorId, nth }] : []
  })
  return swapsIn(line).map(([before, { kind, id }]) => ({
    kind: 'out of order',
    roomId,
    where: `${kind} ${id} after ${before.id}`,
  }))
}

function findMoved({ roomId, rows, given }: RoomEvidence): Finding[] {
  return rows.flatMap(({ seq, change }): Finding[] => {
    const known = change && given.get(change.id)
    // A new epoch may have begun since this was stored: seqs of another epoch prove nothing about this one.
    if (!known || known.epoch !== change.epoch || known.seq === seq) return []
    return [{ kind: 'other-seq', roomId, where: `${change.kind} ${change.id} at ${seq}, given ${known.seq}` }]
  })
}
