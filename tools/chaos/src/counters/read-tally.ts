import type { History } from '@parley/testkit/history'
import type { Evidence } from '../scenarios/evidence'
import type { Service } from '@parley/testkit/cluster'
import type { ChaosStack } from '../stack/stack'
import type { Tally } from './reconcile'
import { readSeries, type Series } from './series'

const TIMEOUT_MS = 5_000

/** Reads all counters. Rejects when the log or PostgreSQL does not answer. */
export async function readTally(
  { servers, persisters, poured }: ChaosStack,
  { countRecords, countRows }: Evidence,
  history: History,
): Promise<Tally> {
  const [ofServers, ofPersisters, records, rows] = await Promise.all([
    scrapeAll(servers),
    scrapeAll(persisters),
    countRecords(),
    countRows(),
  ])
  return {
    servers: ofServers,
    persisters: ofPersisters,
    clients: countClients(history),
    records,
    poured,
    rows,
  }
}

async function scrapeAll(services: readonly Service[]): Promise<ReadonlyMap<string, Series>> {
  const all = new Map<string, Series>()
  await Promise.all(
    services.map(async ({ id, address }) => {
      const series = await scrape(address)
      if (series) all.set(id, series)
    }),
  )
  return all
}

async function scrape(address: string): Promise<Series | null> {
  try {
    const response = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return response.ok ? readSeries(await response.text()) : null
  } catch {
    return null // it ended, or is restarting: its counters tell nothing then
  }
}

function countClients({ messages }: History): Tally['clients'] {
  let acked = 0
  const refused = new Map<string, number>()
  for (let message = 0; message < messages.count; message++) {
    if (messages.ackedAt.get(message) > 0) acked += 1
    const code = messages.refusal(message)
    if (code !== undefined) refused.set(code, (refused.get(code) ?? 0) + 1)
  }
  return { acked, refused }
}
