import { withPostgres } from '@parley/testkit/postgres'
import { readPositions, type RoomPosition } from './read-positions'

export interface People {
  /** The first people, this many; missing ones join now. */
  atLeast: (count: number) => Promise<Person[]>
  /** Empty rooms, created through the public API: their first epoch begins there. */
  createRooms: (count: number) => Promise<RoomPosition[]>
  enter: (members: readonly { roomId: string; personId: string }[]) => Promise<void>
  /** Every client leaves every room except the lobby. */
  leaveAll: () => Promise<void>
}

export interface Person {
  id: string
  cookie: string
}

const AT_ONCE = 8
/** One user may create 100, and may send 20 requests a second. */
const ROOMS_OF_ONE_PERSON = 50

export function createPeople(serverUrls: readonly string[], databaseUrl: string): People {
  const people: Person[] = []
  let roomsCreated = 0

  async function join(nth: number): Promise<Person> {
    const response = await post(`${serverUrls[nth % serverUrls.length]}/api/v1/guests`, {
      name: `Guest ${nth}`,
    })
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
    return {
      id: ((await response.json()) as { id: string }).id,
      cookie: cookies.join('; '),
    }
  }

  async function atLeast(count: number): Promise<Person[]> {
    while (people.length < count) {
      const next = Math.min(AT_ONCE, count - people.length)
      people.push(...(await Promise.all(Array.from({ length: next }, (_, n) => join(people.length + n)))))
    }
    return people.slice(0, count)
  }

  /** As many as one user may create. */
  async function createSome(count: number): Promise<RoomPosition[]> {
    const creator = await join(people.length)
    people.push(creator)
    const ids: string[] = []
    while (ids.length < count) {
      const room = { name: `Room ${roomsCreated++}` }
      const response = await post(`${serverUrls[0]}/api/v1/rooms`, room, creator.cookie)
      ids.push(((await response.json()) as { id: string }).id)
    }
    return readPositions(serverUrls[0]!, creator.cookie, ids)
  }

  const leaveAll = () =>
    withPostgres(databaseUrl, async (client) => {
      await client.query('delete from memberships where room_id in (select id from rooms where not is_lobby)')
    })

  return {
    atLeast,
    async createRooms(count) {
      const rooms: RoomPosition[] = []
      while (rooms.length < count)
        rooms.push(...(await createSome(Math.min(ROOMS_OF_ONE_PERSON, count - rooms.length))))
      await leaveAll() // the creator of a room is its member
      return rooms
    },
    enter: (members) =>
      withPostgres(databaseUrl, async (client) => {
        await client.query(
          `insert into memberships (room_id, person_id)
           select * from unnest($1::uuid[], $2::text[]) on conflict do nothing`,
          [members.map(({ roomId }) => roomId), members.map(({ personId }) => personId)],
        )
      }),
    leaveAll,
  }
}

async function post(url: string, body: object, cookie?: string): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(cookie && { cookie }),
  }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}
