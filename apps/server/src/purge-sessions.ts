import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@parley/database'
import type { Closable, Log } from '@parley/service'

/** On average; each server at moments of its own. */
const EVERY_MS = 10 * 60_000
/** Rows of one statement: few enough that nobody waits for it. */
const AT_ONCE = 500
const PAUSE_MS = 200

/** Deletes sessions that have expired, a little at a time. Several servers do so side by side without waiting for each other. */
export function purgeSessions(parts: {
  sessions: Pick<Database['sessions'], 'deleteExpired'>
  onPurged: (count: number) => void
  log: Log
  everyMs?: number
  random?: () => number
}): Closable {
  const { sessions, onPurged, log, everyMs = EVERY_MS, random = Math.random } = parts
  let isClosed = false
  let timer: NodeJS.Timeout
  schedule()

  function schedule() {
    timer = setTimeout(() => void purge().finally(() => isClosed || schedule()), everyMs * (0.5 + random()))
  }

  async function purge() {
    try {
      for (let deleted = AT_ONCE; deleted === AT_ONCE && !isClosed; await delay(PAUSE_MS)) {
        deleted = await sessions.deleteExpired(AT_ONCE)
        onPurged(deleted)
      }
    } catch (cause) {
      if (!isClosed) log.warn({ cause }, 'expired sessions stay a little longer')
    }
  }

  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
