import { rates, type PersonId } from '@parley/protocol'
import type { TakeShared } from './shared-buckets'

/** Null when this person may take another name, else the milliseconds to wait. */
export type AllowRename = (personId: PersonId) => Promise<number | null>

/** Over all servers together: everybody sees each new name. */
export function createRenameLimit(take: TakeShared): AllowRename {
  return (personId) => take(`rename:${personId}`, rates.rename)
}
