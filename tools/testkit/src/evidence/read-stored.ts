import { openDatabase, type Audit, type AuditRow } from '@parley/database'
import type { StoredRoom } from '../checker/evidence'

const PAGE = 5_000

/** All rows of PostgreSQL, read without services and proxies. */
export async function readStored(databaseUrl: string): Promise<StoredRoom[]> {
  const database = openDatabase({ url: databaseUrl, maxConnections: 1 })
  try {
    const stored: StoredRoom[] = []
    for (const roomId of await database.audit.rooms())
      stored.push({ roomId, rows: await readRows(database.audit, roomId) })
    return stored
  } finally {
    await database.close()
  }
}

/** Both tables of a room, by seq. */
export async function readRows(audit: Pick<Audit, 'rows'>, roomId: string): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (;;) {
    const page = await audit.rows(roomId, rows.at(-1)?.seq ?? -1, PAGE)
    rows.push(...page)
    if (page.length < PAGE) return rows
  }
}
