// The conditions of the lobby when every client is quiet: its clients' observations, checked by the test kit.
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY_ID } from '@parley/protocol'
import { check, describeFindings, type StoredRoom } from '../checker'
import { readStored } from '../evidence'
import { createRecorder, lookOf, now } from '../history'
import type { SimulatedPerson } from './people'

export interface Rules {
  /** Redis lost its data meanwhile: an unstored message may have got another seq, in a later epoch. */
  renumbered?: boolean
  /** Clients besides these wrote in the lobby, too. */
  hasOtherWriters?: boolean
}

export interface Expectations extends Rules {
  databaseUrl: string
  people: readonly SimulatedPerson[]
  limitMs: number
}

const CHECK_INTERVAL_MS = 250

/** One client's observations, and its page. */
export type Witness = Pick<SimulatedPerson, 'name' | 'messages'> & {
  room: Pick<SimulatedPerson['room'], 'observations'>
}

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
    const faults = compare(await readStored(databaseUrl), people, rules)
    if (faults.length === 0 || performance.now() > giveUpAt) return faults
    await sleep(CHECK_INTERVAL_MS)
  }
}

export function compare(
  stored: readonly StoredRoom[],
  people: readonly Witness[],
  { renumbered = false, hasOtherWriters = false }: Rules,
): string[] {
  const { observe, history } = createRecorder()
  const observations = people.flatMap(({ room }) => room.observations)
  for (const observation of [...observations].sort((a, b) => a.at - b.at)) observe(observation)
  for (const { name, messages } of people) {
    const shown = messages().flatMap((message) => {
      const { id, seq } = message
      return seq === null ? [] : [{ id, seq, look: lookOf(message) }]
    })
    observe({ kind: 'shows', client: name, room: LOBBY_ID, from: 0, shown, at: now() })
  }
  return describeFindings(check({ history, stored, redisKeptData: !renumbered, hasOtherWriters }))
}
