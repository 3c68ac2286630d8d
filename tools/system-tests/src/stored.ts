import pg from 'pg'

export interface StoredMessage {
  id: string
  seq: number
  epoch: number
  authorId: string
  body: string
}

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

/** The messages of a room, in its order. */
export function readStored(url: string, roomId: string): Promise<StoredMessage[]> {
  return withPostgres(url, async (client) => {
    const { rows } = await client.query<Record<'id' | 'seq' | 'epoch' | 'author_id' | 'body', string>>(
      'select id, seq, epoch, author_id, body from messages where room_id = $1 order by seq',
      [roomId],
    )
    return rows.map(({ id, seq, epoch, author_id, body }) => ({
      id,
      seq: Number(seq),
      epoch: Number(epoch),
      authorId: author_id,
      body,
    }))
  })
}
