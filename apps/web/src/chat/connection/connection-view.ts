import type { Connection } from '@parley/client'
import type { Failure } from '@parley/protocol'

/** A loss shorter than this is not reported: most end sooner. Milliseconds. */
export const QUIET_MS = 2_000

export type ConnectionView =
  | { kind: 'online'; serverId: string }
  /** The browser reports that there is no network. */
  | { kind: 'offline' }
  /** Not connected, but not long enough to report it. */
  | { kind: 'settling' }
  | { kind: 'trying' }
  /** `say`: the sentence of a server's refusal; null if no server was reached. */
  | { kind: 'waiting'; secondsLeft: number; say: string | null }
  | { kind: 'refused'; failure: Failure }

/**
 * The reported state of the connection. `lostAt` is when it was last online or the page began; null while it is online.
 */
export function viewConnection(
  connection: Connection,
  lostAt: number | null,
  { now, isOffline }: { now: number; isOffline: boolean },
): ConnectionView {
  if (connection.kind === 'online') return { kind: 'online', serverId: connection.serverId }
  if (connection.kind === 'refused') return { kind: 'refused', failure: connection.failure }
  if (isOffline) return { kind: 'offline' }
  if (connection.kind === 'waiting' && connection.failure?.code === 'too-many-connections')
    return waiting(connection, now)
  if (lostAt === null || now - lostAt < QUIET_MS) return { kind: 'settling' }
  if (connection.kind !== 'waiting') return { kind: 'trying' }
  return waiting(connection, now)
}

function waiting(
  { retryAt, failure }: Extract<Connection, { kind: 'waiting' }>,
  now: number,
): ConnectionView {
  const secondsLeft = Math.ceil((retryAt - now) / 1_000)
  if (secondsLeft <= 0) return { kind: 'trying' }
  return { kind: 'waiting', secondsLeft, say: failure?.say ?? null }
}

/** "3 messages wait and will be sent by themselves.", and whether this page must stay open for that. */
export function formatWaiting(count: number, keepsUnsent: boolean): string {
  const said =
    count === 1
      ? '1 message waits and will be sent by itself.'
      : `${count.toLocaleString()} messages wait and will be sent by themselves.`
  if (keepsUnsent) return said
  return `${said} Keep this page open: the browser refuses to keep ${count === 1 ? 'it' : 'them'}.`
}

/** What happens to a message written now, while none waits yet. */
export function formatKept(keepsUnsent: boolean): string {
  if (keepsUnsent) return 'What you write is kept, and sent when the network is back.'
  return 'What you write is sent when the network is back, if this page stays open until then.'
}
