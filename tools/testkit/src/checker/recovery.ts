import type { History } from '../history/history'

export interface Recovery {
  /** Over all disconnected clients, from `since` until they were online and in sync again. Milliseconds. */
  p95: number
  max: number
  /** How many were disconnected and are back. */
  clients: number
  /** Clients that were disconnected and are not back yet: `max` does not include them. */
  stillAway: string[]
  /** Requests for missed events since then, per client on the bare protocol. */
  syncsPerClient: number
  /** When the last client saw the last message written before `since`. Milliseconds. */
  seenMax: number
}

/** The recovery time from the state at `since`. Clients that went offline by themselves do not count. */
export function recoveryOf(history: History, since: number): Recovery {
  const { clients, connections } = history
  const waiting = new Set<number>()
  const backAt = new Map<number, number>()
  const asked = new Map<number, number>()
  for (const { kind, client, at, isOwnWill } of connections) {
    if (kind === 'lost' && isOwnWill) waiting.delete(client)
    else if (kind === 'lost') {
      waiting.add(client)
      backAt.delete(client)
    } else if (kind === 'synced' && waiting.delete(client) && at >= since) backAt.set(client, at)
    else if (kind === 'asked') asked.set(client, (asked.get(client) ?? 0) + (at >= since ? 1 : 0))
  }
  const tookMs = [...backAt.values()].map((at) => at - since).sort((a, b) => a - b)
  const askers = [...backAt.keys()].filter((client) => asked.has(client))
  return {
    p95: tookMs[Math.floor(tookMs.length * 0.95)] ?? 0,
    max: tookMs.at(-1) ?? 0,
    clients: tookMs.length,
    stillAway: [...waiting].map((client) => clients.nameOf(client)),
    syncsPerClient: askers.reduce((so, client) => so + (asked.get(client) ?? 0), 0) / (askers.length || 1),
    seenMax: lastFirstSight(history, since) - since,
  }
}

/** The last time that a client first saw a message written before `since`; `since` if there was none. */
function lastFirstSight(history: History, since: number): number {
  const { sightings } = history
  let from = sightings.count
  while (from > 0 && sightings.at.get(from - 1) >= since) from--
  const own = awayByOwnWill(history, since)
  const old = new Set<number>()
  for (let row = from; row < sightings.count; row++) if (isOld(row)) old.add(sightings.message.get(row))
  const seen = new Set<number>()
  for (let row = 0; row < from; row++) if (old.has(sightings.message.get(row))) seen.add(key(row))
  let last = since
  for (let row = from; row < sightings.count; row++) {
    if (!old.has(sightings.message.get(row)) || seen.has(key(row))) continue
    seen.add(key(row))
    if (!own.has(sightings.client.get(row))) last = sightings.at.get(row)
  }
  return last

  function isOld(row: number): boolean {
    const { wroteAt, writer } = history.messages
    const message = sightings.message.get(row)
    const at = wroteAt.get(message)
    return at > 0 && at < since && !own.has(writer.get(message) - 1)
  }

  function key(row: number): number {
    return sightings.client.get(row) * 2 ** 32 + sightings.message.get(row)
  }
}

/** Clients that were offline by their own will at any time since: they saw messages late because they came late. */
function awayByOwnWill({ connections }: History, since: number): Set<number> {
  const away = new Set<number>()
  for (const { kind, client, at, isOwnWill } of connections) {
    if (kind === 'lost' && isOwnWill) away.add(client)
    else if (kind === 'synced' && at < since) away.delete(client)
  }
  return away
}
