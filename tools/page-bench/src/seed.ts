// Rooms and messages, written directly into PostgreSQL before a server knows the rooms: sending 100,000 messages through
// the servers would take longer than all measurements together.
import { withPostgres } from '@parley/testkit/postgres'

export interface SeededRooms {
  /** With `messages` messages. */
  long: string
  /** With a screen of messages each. */
  short: readonly string[]
}

const SHORT_ROOM_MESSAGES = 60
const LAST_SHORT_ROOM = 12

export async function seedRooms(
  databaseUrl: string,
  { personId, rooms, messages }: { personId: string; rooms: number; messages: number },
): Promise<SeededRooms> {
  await withPostgres(databaseUrl, async (client) => {
    await client.query(
      `insert into rooms (id, name, name_key) select ${roomIdOf('i')}, 'Room ' || i, 'page-bench ' || i from generate_series(1, $1::int) i`,
      [rooms - 1],
    )
    for (let room = 1; room < rooms; room++) {
      const count = room === 1 ? messages : room <= LAST_SHORT_ROOM ? SHORT_ROOM_MESSAGES : 1
      for (const table of ['messages', 'changes'] as const) {
        await client.query(INSERT[table], [room, count])
      }
    }
    // Everything is read, so a room opens at its end.
    await client.query(
      `insert into memberships (room_id, person_id, read_seq)
       select id, $1, coalesce((select max(seq) from messages where room_id = rooms.id), 0)
       from rooms where name_key like 'page-bench %'`,
      [personId],
    )
    await client.query('analyze')
  })
  const id = (room: number) => `01900000-0000-7000-8000-${room.toString(16).padStart(12, '0')}`
  return {
    long: id(1),
    short: Array.from({ length: LAST_SHORT_ROOM - 1 }, (_, index) => id(index + 2)),
  }
}

function roomIdOf(number: string): string {
  return `('01900000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
}

// Seqs begin with an epoch, which is a time in microseconds.
const EPOCH = 1_700_000_000_000_000
const ID = `('01900001-' || lpad(to_hex($1::int), 4, '0') || '-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`
const AUTHOR = `'author-' || (i / 3) % 40`
const AT = `now() - make_interval(secs => 20 * ($2::int - i))`
/** One to twelve sentences, some with a link: the length of real messages. */
const BODY = `'Message ' || i || ': ' || repeat('the train is late again, so begin without me. ', 1 + (i * 7919) % 4 + 8 * ((i % 29 = 0)::int))
  || case when i % 13 = 0 then 'https://example.com/plans/' || i else '' end`

const INSERT = {
  messages: `insert into messages (room_id, id, seq, epoch, version, author_id, author_name, body, at)
    select ${roomIdOf('$1::int')}, ${ID}, ${EPOCH} + i, ${EPOCH}, ${EPOCH} + i, ${AUTHOR}, 'Author ' || (i / 3) % 40, ${BODY}, ${AT}
    from generate_series(1, $2::int) i`,
  changes: `insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at)
    select ${roomIdOf('$1::int')}, ${EPOCH} + i, ${ID}, ${ID}, 'message', ${EPOCH}, ${AUTHOR}, 'Author ' || (i / 3) % 40, ${AT}
    from generate_series(1, $2::int) i`,
}
