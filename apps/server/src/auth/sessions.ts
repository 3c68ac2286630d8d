import type { Database } from '@parley/database'
import type { User } from '../socket/socket-types'

/** Finds the user of a session token; null when the token is not valid (any more). Rejects when PostgreSQL is down. */
export type FindUser = (token: string) => Promise<User | null>

export function createFindUser(sessions: Pick<Database['sessions'], 'byToken'>): FindUser {
  return async function findUser(token) {
    const session = await sessions.byToken(token)
    if (!session) return null
    const { sessionId, personId, name, isGuest } = session
    return { id: personId, name, isGuest, sessionId, sessionToken: token }
  }
}
