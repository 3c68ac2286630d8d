import { Pool } from 'pg'

export interface PoolOptions {
  url: string
  /** Maximum number of connections. */
  maxConnections?: number
  /**
   * Called when an idle connection breaks. The pool replaces the connection; without a listener the process would exit.
   */
  onPoolError?: (error: Error) => void
}

/** Short, so that a caller soon learns that the database is down; also the longest wait for a free connection. */
const CONNECT_TIMEOUT_MS = 2_500
/** Enough for the largest batch on a busy disk. */
const STATEMENT_TIMEOUT_MS = 6_000
/** Measured here and not in the server: a server that hangs cannot end its statements itself. */
const ANSWER_TIMEOUT_MS = 7_000

export function createPool({ url, maxConnections = 10, onPoolError = () => {} }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: withUtc(url),
    application_name: 'parley',
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
  })
  pool.on('error', (error) => {
    if (!pool.ending) onPoolError(error)
  })
  return pool
}

// Prisma's adapter writes and reads times without their zone, so the session must use UTC.
function withUtc(url: string): string {
  const address = new URL(url)
  const options = [address.searchParams.get('options'), '-c TimeZone=UTC']
  address.searchParams.set('options', options.filter(Boolean).join(' '))
  return address.href
}
