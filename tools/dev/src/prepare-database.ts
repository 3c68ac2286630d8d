/** Migrates, and creates the lobby. Resolves to the migrations that it applied. */
export async function prepareDatabase(url: string): Promise<string[]> {
  // Imported only now: the previous step generates a part of its code.
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
