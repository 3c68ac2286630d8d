import pg from 'pg'

/** PostgreSQL itself, without any code of ours. */
export async function withPostgres<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined) // the current query rejects
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
