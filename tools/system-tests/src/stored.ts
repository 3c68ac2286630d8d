import { withPostgres } from '@parley/testkit/postgres'

export interface StoredMessage {
  id: string
  seq: number
  epoch: number
  authorId: string
  body: string
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
