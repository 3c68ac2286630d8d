// The conditions of a room when every client is quiet.
import { LOBBY_ID } from '@parley/protocol'
import type { SimulatedPerson } from './people'
import { readStored, type StoredMessage } from './stored'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Expectations {
  databaseUrl: string
  people: readonly SimulatedPerson[]
  limitMs: number
  /** Redis lost its data meanwhile: an unstored message may have got another seq, in a later epoch. */
  renumbered?: boolean
}

const CHECK_INTERVAL_MS = 250

/** One client's record of what it was shown. */
export type Witness = Pick<SimulatedPerson, 'name' | 'record' | 'messages'>

/** Waits until no message is on its way and all agree; after the limit, resolves to the remaining faults. */
export async function findFaults({
  databaseUrl,
  people,
  limitMs,
  ...rules
}: Expectations): Promise<string[]> {
  const giveUpAt = performance.now() + limitMs
  for (;;) {
    for (const person of people) await person.loadAll()
    const stored = await readStored(databaseUrl, LOBBY_ID)
    const faults = [...findUnsent(people), ...compare(stored, people, rules)]
    if (faults.length === 0 || performance.now() > giveUpAt) return faults.slice(0, 50)
    await sleep(CHECK_INTERVAL_MS)
  }
}

function findUnsent(people: readonly Witness[]): string[] {
  return people.flatMap(({ name, record }) =>
    record.written.filter((id) => !record.sent.has(id)).map((id) => `${name}'s ${id} is not sent yet`),
  )
}

export function compare(
  stored: readonly StoredMessage[],
  people: readonly Witness[],
  { renumbered = false }: Pick<Expectations, 'renumbered'>,
): string[] {
  return [
    ...findLostOrDoubled(stored, people),
    ...findOutOfOwnOrder(stored, people),
    ...findNumbersUsedTwice(stored, people),
    ...findMoved(stored, people, renumbered),
    ...people.flatMap((person) => findViewFaults(stored, person)),
  ]
}

/** P1: a message that was shown as sent is stored exactly once. */
function findLostOrDoubled(stored: readonly StoredMessage[], people: readonly Witness[]): string[] {
  const times = new Map<string, number>()
  for (const { id } of stored) times.set(id, (times.get(id) ?? 0) + 1)
  return people.flatMap(({ name, record }) =>
    [...record.sent]
      .filter((id) => times.get(id) !== 1)
      .map((id) => `${name}'s ${id} was shown as sent and is stored ${times.get(id) ?? 0} times`),
  )
}

/** P4: each author's messages stand in the order of writing. */
function findOutOfOwnOrder(stored: readonly StoredMessage[], people: readonly Witness[]): string[] {
  const seqs = new Map(stored.map(({ id, seq }) => [id, seq]))
  return people.flatMap(({ name, record }) => {
    const own = record.written.flatMap((id) => (seqs.has(id) ? [{ id, seq: seqs.get(id)! }] : []))
    return own
      .filter(({ seq }, i) => i > 0 && seq <= own[i - 1]!.seq)
      .map(({ id }) => `${name}'s ${id} stands before what was written before it`)
  })
}

/** A seq names one message for ever, for every client at any time. */
function findNumbersUsedTwice(stored: readonly StoredMessage[], people: readonly Witness[]): string[] {
  const owners = new Map<number, Set<string>>()
  const note = (seq: number, id: string) => owners.set(seq, (owners.get(seq) ?? new Set()).add(id))
  for (const { seq, id } of stored) note(seq, id)
  for (const { record } of people)
    for (const [id, seqs] of record.places) for (const seq of seqs) note(seq, id)
  return [...owners]
    .filter(([, ids]) => ids.size > 1)
    .map(([seq, ids]) => `${seq} was given to ${[...ids].join(' and ')}`)
}

/**
 * P3, P5: no client was ever shown another seq than the stored one. If a new epoch began, the other seq must belong to an
 * epoch before the stored one, so it is below that epoch's base: no message moves within an epoch, or back.
 */
function findMoved(
  stored: readonly StoredMessage[],
  people: readonly Witness[],
  renumbered: boolean,
): string[] {
  const seqs = new Map(stored.map(({ id, seq }) => [id, seq]))
  const epochs = new Map(stored.map(({ id, epoch }) => [id, epoch]))
  const mayBeShown = (id: string, seq: number) =>
    seq === seqs.get(id) || (renumbered && seq < (epochs.get(id) ?? -Infinity))
  return people.flatMap(({ name, record }) =>
    [...record.places].flatMap(([id, shown]) =>
      [...shown]
        .filter((seq) => !mayBeShown(id, seq))
        .map((seq) => `${name} was shown ${id} at ${seq}, stored at ${seqs.get(id) ?? 'no place'}`),
    ),
  )
}

/** P3, P6: every client shows exactly the stored messages, in that order. */
function findViewFaults(stored: readonly StoredMessage[], { name, messages }: Witness): string[] {
  const shown = messages().map(({ id, seq }) => `${seq ?? 'unsent'} ${id}`)
  const wanted = stored.map(({ id, seq }) => `${seq} ${id}`)
  if (shown.length === wanted.length && shown.every((line, i) => line === wanted[i])) return []
  const at = wanted.findIndex((line, i) => line !== shown[i])
  const where = at < 0 ? wanted.length : at
  return [
    `${name} sees ${shown.length} messages, ${wanted.length} are stored; at place ${where}: ` +
      `${shown[where] ?? 'nothing'} where ${wanted[where] ?? 'nothing'} is stored`,
  ]
}
