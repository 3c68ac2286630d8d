import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { Closable, Logger } from '@parley/service'

/** On average; each server runs at random moments. */
const EVERY_MS = 10 * 60_000
/** Rows of one statement: few enough that no other query waits for it. */
const AT_ONCE = 500
const PAUSE_MS = 200
const DAY_MS = 86_400_000

/**
 * Deletes expired sessions, then abandoned guests (they cannot come back and never wrote anything), then expired links, a few
 * at a time.
 * Several servers do so side by side without waiting for each other.
 */
export function startPurge(parts: {
  sessions: Pick<Database['sessions'], 'deleteExpired'>
  people: Pick<Database['people'], 'deleteAbandonedGuests'>
  links: Pick<Database['oneTimeLinks'], 'deleteExpired'>
  delivery: Pick<Delivery, 'forget'>
  guestKeepDays: number
  onPurged: (what: 'sessions' | 'guests', count: number) => void
  logger: Logger
  clock: () => number
  everyMs?: number
  random?: () => number
}): Closable {
  const { sessions, people, links, delivery, guestKeepDays, onPurged, logger, clock } = parts
  const { everyMs = EVERY_MS, random = Math.random } = parts
  let isClosed = false
  let timer: NodeJS.Timeout
  schedule()

  function schedule() {
    timer = setTimeout(() => void purge().finally(() => isClosed || schedule()), everyMs * (0.5 + random()))
  }

  async function purge() {
    try {
      await purgeSessions()
      await purgeGuests()
      await purgeLinks()
    } catch (cause) {
      if (!isClosed)
        logger.warn(
          { cause },
          'could not delete expired sessions, abandoned guests and expired links; trying again in the next round',
        )
    }
  }

  async function purgeSessions() {
    for (let deleted = AT_ONCE; deleted === AT_ONCE && !isClosed; await delay(PAUSE_MS)) {
      deleted = await sessions.deleteExpired(AT_ONCE)
      onPurged('sessions', deleted)
    }
  }

  // After the sessions: a guest whose session has expired is deleted in the same round.
  async function purgeGuests() {
    const joinedBefore = new Date(clock() - guestKeepDays * DAY_MS)
    for (let after: string | null = ''; after !== null && !isClosed; await delay(PAUSE_MS)) {
      const page = await people.deleteAbandonedGuests({ joinedBefore, after, limit: AT_ONCE })
      onPurged('guests', page.deleted)
      for (const roomId of page.roomIds) await delivery.forget(roomId)
      after = page.next
    }
  }

  // Anybody may begin a sign-in, and each leaves a row: a round deletes them all.
  async function purgeLinks() {
    for (let deleted = AT_ONCE; deleted === AT_ONCE && !isClosed; await delay(PAUSE_MS))
      deleted = await links.deleteExpired(AT_ONCE)
  }

  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
