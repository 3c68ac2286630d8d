/** Migrates, and makes the lobby. Resolves to the migrations that were applied now. */
export async function prepareDatabase(url: string): Promise<string[]> {
  // Imported only now: its code is partly generated, by the step before.
  const { ensureLobby, migrate, openDatabase, rekeyRooms } = await import('@parley/database')
  const applied = await migrate({ url })
  const database = openDatabase({ url, maxConnections: 1 })
  try {
    await rekeyRooms(database)
    await ensureLobby(database)
  } finally {
    await database.close()
  }
  return applied
}
