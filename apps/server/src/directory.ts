import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import { fail, ok, type Result, type Room } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { Announce } from './announce'

/** Rooms and who is in them: ordinary transactions in PostgreSQL, announced to sockets through Redis. */
export interface Directory {
  mine(personId: string): Promise<Room[]>
  browse(
    personId: string,
    page: Parameters<Database['rooms']['browse']>[1],
  ): ReturnType<Database['rooms']['browse']>
  get(roomId: string, personId: string): Promise<Result<Room>>
  create(room: { name: string; topic: string }, personId: string): Promise<Result<Room>>
  join(roomId: string, personId: string): Promise<Result<Room>>
  leave(roomId: string, personId: string): Promise<void>
}

export function createDirectory(parts: {
  rooms: Database['rooms']
  members: Database['members']
  delivery: Pick<Delivery, 'heads' | 'seed'>
  announce: Announce
  log: Log
}): Directory {
  const { rooms, members, delivery, announce, log } = parts

  async function mine(personId: string): Promise<Room[]> {
    return withHeads(await rooms.mine(personId))
  }

  async function browse(personId: string, page: Parameters<Directory['browse']>[1]) {
    const found = await rooms.browse(personId, page)
    return { ...found, rooms: await withHeads(found.rooms) }
  }

  async function get(roomId: string, personId: string): Promise<Result<Room>> {
    const room = await rooms.get(roomId, personId)
    return room ? ok((await withHeads([room]))[0]!) : fail('no-such-room')
  }

  async function create(
    { name, topic }: { name: string; topic: string },
    personId: string,
  ): Promise<Result<Room>> {
    const made = await rooms.create({ name, topic, createdBy: personId })
    if (made.kind !== 'created') return fail(made.kind === 'name-taken' ? 'room-name-taken' : made.kind)
    const { room } = made
    // Seeded before anybody can speak there, so that its first message need not wait for the persister.
    await delivery.seed(room.id, 0).catch((cause: unknown) => {
      log.warn({ cause, roomId: room.id }, 'head not seeded; the persister will, with the first message')
    })
    announce.joined(room.id, personId)
    announce.directoryChanged(room.id)
    return ok(room)
  }

  async function join(roomId: string, personId: string): Promise<Result<Room>> {
    const joined = await members.join(roomId, personId)
    if (joined === 'no-such-room' || joined === 'too-many-rooms') return fail(joined)
    if (joined === 'joined') announce.joined(roomId, personId)
    return get(roomId, personId)
  }

  async function leave(roomId: string, personId: string) {
    if (await members.leave(roomId, personId)) announce.left(roomId, personId)
  }

  /** PostgreSQL knows what is stored, Redis what was said last; while Redis is away the list is a little behind. */
  async function withHeads(found: Room[]): Promise<Room[]> {
    const heads = await delivery.heads(found.map(({ id }) => id)).catch((cause: unknown) => {
      log.warn({ cause }, 'heads not read; the list shows what is stored')
      return []
    })
    return found.map((room, i) => ({ ...room, lastSeq: Math.max(room.lastSeq, heads[i]?.said ?? 0) }))
  }

  return { mine, browse, get, create, join, leave }
}
