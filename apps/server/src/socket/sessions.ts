import type { Database } from '@parley/database'
import type { Visitor } from './person'

/** Finds who a session token belongs to; null when it is not valid (any more). Rejects when PostgreSQL is away. */
export type FindVisitor = (token: string) => Promise<Visitor | null>

export function createFindVisitor(sessions: Pick<Database['sessions'], 'byToken'>): FindVisitor {
  return async function findVisitor(token) {
    const session = await sessions.byToken(token)
    if (!session) return null
    const { sessionId, personId, name, isGuest } = session
    return { id: personId, name, isGuest, sessionId, sessionToken: token }
  }
}
