import { createTestDatabase } from '@parley/engines/testing'
import { migrate, openDatabase, type Database } from '../src/index'

export interface TestDatabase {
  url: string
  database: Database
  drop: () => Promise<void>
}

/** A migrated database of its own, with a pool. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const made = await createTestDatabase()
  await migrate({ url: made.url })
  const database = openDatabase({ url: made.url })
  return {
    url: made.url,
    database,
    drop: () => database.close().then(() => made.drop()),
  }
}
