import { createBuckets } from './buckets'
import type { Rate } from './token-bucket'

export type AllowSend = (person: { id: string; isGuest: boolean }) => number | null

/** How often one user may send through this server, over all of their tabs. */
export function createSendLimit(rates: { member: Rate; guest: Rate }, nowMs: () => number): AllowSend {
  const take = createBuckets(nowMs)
  return ({ id, isGuest }) => take(id, isGuest ? rates.guest : rates.member)
}
