import { useConnection } from '@parley/client/react'
import { useState } from 'react'
import { useIsOffline } from '@/offline/use-is-offline'
import { viewConnection, type ConnectionView } from './connection-view'
import { useNow } from '../use-now'

/** How often the countdown is updated. Milliseconds. */
const STEP_MS = 250

export function useConnectionView(): ConnectionView {
  const connection = useConnection()
  const isOffline = useIsOffline()
  const isOnline = connection.kind === 'online'
  const now = useNow(isOnline ? null : STEP_MS)
  // Attempts follow each other and each begins anew: the loss is as old as the first of them.
  const [lostAt, setLostAt] = useState<number | null>(null)
  const since = 'since' in connection && !isOnline ? connection.since : null
  if (isOnline && lostAt !== null) setLostAt(null)
  if (since !== null && lostAt === null) setLostAt(since)
  return viewConnection(connection, lostAt, { now, isOffline })
}
