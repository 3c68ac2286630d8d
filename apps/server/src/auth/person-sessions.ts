import type { Database } from '@parley/database'
import type { PersonId } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import type { Auth, SignedInPerson } from './better-auth'
import type { Revocations } from './revocations'

/** The sessions of people with an account. Ended ones lose their sockets on all servers. */
export interface PersonSessions {
  /** For a person who has proved to be this person. Above the limit the oldest session ends. */
  start(personId: PersonId, userAgent: string): Promise<SignedInPerson>
  endOthers(personId: PersonId, keep: string[]): Promise<void>
}

export function createPersonSessions(parts: {
  auth: Pick<Auth, 'startSession'>
  sessions: Pick<Database['sessions'], 'ofPerson' | 'endOthers'>
  revoke: Revocations['revoke']
}): PersonSessions {
  const { auth, sessions, revoke } = parts

  async function start(personId: PersonId, userAgent: string) {
    const started = await auth.startSession(personId, userAgent)
    const all = await sessions.ofPerson(personId)
    const newest = all.slice(0, accountLimits.sessionsPerPerson)
    if (newest.length < all.length)
      await endOthers(
        personId,
        newest.map(({ id }) => id),
      )
    return started
  }

  async function endOthers(personId: PersonId, keep: string[]) {
    for (const sessionId of await sessions.endOthers(personId, keep)) revoke({ personId, sessionId })
  }

  return { start, endOthers }
}
