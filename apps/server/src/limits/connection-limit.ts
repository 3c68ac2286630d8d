import type { PersonId } from '@parley/protocol'
/** The part of an engine.io connection that is used here. */
interface CountedConnection {
  readonly readyState: string
  once(event: 'close', listener: () => void): unknown
}

/** Counts the connection from now until it closes. False: this user is at the limit. */
export type AllowConnection = (personId: PersonId, connection: CountedConnection) => boolean

/**
 * How many connections of one user this server holds. They are counted when their session is known, not when they are
 * welcomed: otherwise hundreds that come at once would all be let in.
 */
export function createConnectionLimit(most: number): AllowConnection {
  const open = new Map<string, Set<CountedConnection>>()

  return function allowConnection(personId, connection) {
    const own = open.get(personId) ?? new Set()
    if (own.has(connection)) return true
    if (own.size >= most) return false
    // Closed already: no further `close` event comes.
    if (connection.readyState !== 'open') return true
    open.set(personId, own.add(connection))
    connection.once('close', () => {
      own.delete(connection)
      if (own.size === 0) open.delete(personId)
    })
    return true
  }
}
