import type { StoredHead } from '@parley/testkit/evidence'
import type { Heads } from './heads'
import type { Client } from '../clients/client'

/**
 * The missing parts per client: empty when every written message has ended and is stored, and every view has come as far
 * as PostgreSQL.
 */
export function findLacking(
  clients: readonly Client[],
  { headOf, acked }: Pick<Heads, 'headOf' | 'acked'>,
  stored: ReadonlyMap<string, StoredHead> | null,
): string[] {
  const lacking: string[] = []
  const rooms = new Set<string>()
  for (const client of clients) {
    const { name } = client
    const unsent = client.unsent()
    if (unsent > 0) lacking.push(`${name} has ${unsent} to send (${client.delays().join(', ') || 'waiting'})`)
    if (!client.isOnline()) lacking.push(`${name} is offline`)
    else if (!client.isInSync()) lacking.push(`${name} is not in sync`)
    for (const room of client.rooms()) {
      rooms.add(room)
      const cursor = client.cursorOf(room)
      const head = headOf(room)
      if (!cursor) lacking.push(`${name} has no page of ${room}`)
      else if (head && (cursor.epoch < head.epoch || (cursor.epoch === head.epoch && cursor.seq < head.seq)))
        lacking.push(`${name} is at ${cursor.seq} of ${room}, which is at ${head.seq}`)
      else if (stored) lacking.push(...comparedWith(stored.get(room), cursor, `${name} in ${room}`))
    }
  }
  for (const room of stored ? rooms : []) {
    const count = stored?.get(room)?.count ?? 0
    if (count < acked(room)) lacking.push(`${acked(room)} were acknowledged in ${room}, ${count} are stored`)
  }
  return lacking
}

function comparedWith(
  stored: StoredHead | undefined,
  cursor: { epoch: number; seq: number },
  who: string,
): string[] {
  const isFresh = cursor.seq === cursor.epoch // a new epoch without messages
  const seq = stored?.seq ?? 0
  if (cursor.seq < seq) return [`${who} is at ${cursor.seq}, ${seq} is stored`]
  if (cursor.seq > seq && !isFresh) return [`${who} is at ${cursor.seq}, only ${seq} is stored yet`]
  return []
}
