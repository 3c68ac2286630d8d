import type { Delivery } from '@parley/delivery'
import type { DatabaseSeenBy, LogSeenBy } from './stores'

/** Redis, the log and PostgreSQL as one process sees them. */
export interface Engines {
  delivery: Delivery
  log: LogSeenBy
  database: DatabaseSeenBy
}
