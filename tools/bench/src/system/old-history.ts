import { withPostgres } from '@parley/testkit/postgres'
import type { RoomPosition } from './read-positions'

/** Adds messages of an earlier epoch to rooms, `count` in total and equally many in each, without any running part. */
export async function addOldHistory(
  url: string,
  rooms: readonly RoomPosition[],
  { from, count }: { from: number; count: number },
): Promise<void> {
  await withPostgres(url, async (client) => {
    const roomIds = rooms.map(({ id }) => id)
    // Two statements with the same numbering: row n has seq n in its room.
    const rows = `
      select room_id, seq, md5(room_id::text || seq)::uuid as id, now() - interval '1 day' as at
      from unnest($1::uuid[]) as room_id, generate_series($2::bigint, $3::bigint) as seq`
    const values = [roomIds, Math.floor(from / rooms.length) + 1, Math.floor((from + count) / rooms.length)]
    await client.query(
      `insert into messages (room_id, id, seq, epoch, version, author_id, author_name, body, at)
       select room_id, id, seq, 1, seq, 'bench', 'Bench', repeat('x', 200), at from (${rows}) as rows`,
      values,
    )
    await client.query(
      `insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at)
       select room_id, seq, id, id, 'message', 1, 'bench', 'Bench', at from (${rows}) as rows`,
      values,
    )
    await client.query('analyze messages')
    await client.query('analyze changes')
    await client.query('checkpoint')
  })
}
