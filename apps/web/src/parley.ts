import {
  createIndexedDbOutboxStore,
  createIndexedDbSnapshotStore,
  createParley,
  type Parley,
  type ServerAddress,
} from '@parley/client'
import { chosenServer, serversFor } from './server-choice'

let ofThisTab: Parley | undefined

/**
 * The only SDK client of this tab: it outlives every page, so that navigation between rooms keeps the connection. During
 * server rendering each page gets its own, which never connects.
 */
export function makeParley(servers: readonly ServerAddress[]): Parley {
  if (typeof window === 'undefined') return createParley({ apiUrl: '', servers })
  ofThisTab ??= createParley({
    apiUrl: '',
    servers: serversFor(servers, chosenServer(window.location.search)),
    outboxStore: createIndexedDbOutboxStore(),
    snapshotStore: createIndexedDbSnapshotStore(),
  })
  return ofThisTab
}
