import type { Database } from '@parley/database'
import type { Visitor } from './person'

/** Finds who a session token belongs to; null when it is not valid (any more). Rejects when PostgreSQL is away. */
export type FindVisitor = (token: string) => Promise<Visitor | null>

/** Look-ups of the same turn of the event loop share one query: a thousand handshakes are a handful of queries. */
export function createFindVisitor(sessions: Pick<Database['sessions'], 'byTokens'>): FindVisitor {
  let next: { tokens: Set<string>; found: ReturnType<typeof sessions.byTokens> } | null = null

  return async function findVisitor(token) {
    next ??= gather()
    next.tokens.add(token)
    const session = (await next.found).get(token)
    if (!session) return null
    const { sessionId, personId, name, isGuest } = session
    return { id: personId, name, isGuest, sessionId, sessionToken: token }
  }

  function gather() {
    const tokens = new Set<string>()
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      next = null
      return sessions.byTokens([...tokens])
    })
    return { tokens, found }
  }
}
