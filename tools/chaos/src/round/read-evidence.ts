import { openEventLog } from '@parley/event-log'
import type { Evidence } from '@parley/testkit/checker'
import { readLogged, readStored } from '@parley/testkit/evidence'
import type { ChaosStack } from '../stack/stack'

/** PostgreSQL as it is now, read without links; with `log` also the whole log, which takes longer. */
export async function readEvidence(
  { databaseUrl, kafkaBrokers, redisUrl }: ChaosStack,
  observed: Pick<Evidence, 'history' | 'liveAway'>,
  { log }: { log: boolean },
): Promise<Evidence> {
  const stored = await readStored(databaseUrl)
  if (!log) return { ...observed, stored }
  const eventLog = await openEventLog({ kind: 'kafka', kafkaBrokers, redisUrl })
  try {
    return { ...observed, stored, logged: await readLogged(eventLog) }
  } finally {
    await eventLog.close()
  }
}
