import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import { fail, limits, mayDo, ok, type Result, type Room, type PersonId, type RoomId } from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { Announce } from './announce'
import type { ReadPage } from '../catch-up/read-page'

/** Rooms and their members: ordinary transactions in PostgreSQL, announced to sockets through Redis. */
export interface Directory {
  mine(personId: PersonId): Promise<Room[]>
  browse(
    personId: PersonId,
    page: Parameters<Database['rooms']['browse']>[1],
  ): ReturnType<Database['rooms']['browse']>
  get(roomId: RoomId, personId: PersonId): Promise<Result<Room>>
  create(
    room: { name: string; topic: string; kind: 'public' | 'private' },
    personId: PersonId,
  ): Promise<Result<Room>>
  /** The room of exactly these people and the caller. */
  openDirect(personIds: readonly PersonId[], personId: PersonId): Promise<Result<Room>>
  join(roomId: RoomId, personId: PersonId): Promise<Result<Room>>
  leave(roomId: RoomId, personId: PersonId): Promise<Result<null>>
}

export function createDirectory(parts: {
  rooms: Database['rooms']
  directRooms: Database['directRooms']
  members: Database['members']
  delivery: Pick<Delivery, 'heads' | 'startEpoch'>
  readPage: ReadPage
  announce: Announce
  logger: Logger
}): Directory {
  const { rooms, directRooms, members, delivery, readPage, announce, logger } = parts

  async function mine(personId: PersonId): Promise<Room[]> {
    return withHeads(await rooms.mine(personId), personId)
  }

  async function browse(personId: PersonId, page: Parameters<Directory['browse']>[1]) {
    const found = await rooms.browse(personId, page)
    return { ...found, rooms: await withHeads(found.rooms, personId) }
  }

  async function get(roomId: RoomId, personId: PersonId): Promise<Result<Room>> {
    const room = await rooms.get(roomId, personId)
    return room ? ok((await withHeads([room], personId))[0]!) : fail('no-such-room')
  }

  async function create(
    { name, topic, kind }: { name: string; topic: string; kind: 'public' | 'private' },
    personId: PersonId,
  ): Promise<Result<Room>> {
    const made = await rooms.create({ name, topic, kind, createdBy: personId })
    if (made.kind !== 'created') return fail(made.kind === 'name-taken' ? 'room-name-taken' : made.kind)
    const { room } = made
    await startEpoch(room.id)
    announce.joined(room.id, personId)
    if (kind === 'public') announce.directoryChanged(room.id)
    return ok(room)
  }

  async function openDirect(personIds: readonly PersonId[], personId: PersonId): Promise<Result<Room>> {
    if (personIds.every((id) => id === personId)) return fail('no-such-person')
    const opened = await directRooms.open(personIds, personId)
    if (opened.kind !== 'opened' && opened.kind !== 'created') return fail(opened.kind)
    const { roomId } = opened
    if (opened.kind === 'created') {
      await startEpoch(roomId)
      for (const id of new Set([personId, ...personIds])) announce.joined(roomId, id)
    }
    return get(roomId, personId)
  }

  /** Before the first message, which otherwise would wait for the persister. */
  async function startEpoch(roomId: RoomId) {
    await delivery.startEpoch(roomId, 0).catch((cause: unknown) => {
      logger.warn({ cause, roomId }, 'no epoch started; the persister starts one with the first message')
    })
  }

  async function join(roomId: RoomId, personId: PersonId): Promise<Result<Room>> {
    const joined = await members.join(roomId, personId)
    if (joined !== 'joined' && joined !== 'already-member') return fail(joined)
    if (joined === 'joined') announce.joined(roomId, personId)
    return get(roomId, personId)
  }

  async function leave(roomId: RoomId, personId: PersonId): Promise<Result<null>> {
    const found = await members.rolesIn(roomId, [personId])
    const [role] = found?.roles ?? []
    // Somebody who is not in the room learns nothing about it.
    if (!found || !role) return ok(null)
    if (!mayDo('leave', { kind: found.kind, role })) return fail('direct-stays')
    if (await members.leave(roomId, personId)) announce.left(roomId, personId)
    return ok(null)
  }

  /** PostgreSQL knows the stored messages, Redis the latest ones; while Redis is down the list is a little behind. */
  async function withHeads(found: Room[], personId: PersonId): Promise<Room[]> {
    const heads = await delivery.heads(found.map(({ id }) => id)).catch((cause: unknown) => {
      logger.warn({ cause }, 'could not read heads from Redis; the room list shows only stored messages')
      return []
    })
    return Promise.all(
      found.map(async (room, i) => {
        const head = heads[i]
        const lastSeq = Math.max(room.lastSeq, head?.said ?? 0)
        const isUnread = room.isMember && lastSeq > room.readSeq
        return isUnread && head && head.seq > room.lastSeq
          ? withNewest({ ...room, lastSeq }, room.lastSeq, personId)
          : { ...room, lastSeq }
      }),
    )
  }

  /** A head knows neither deletions nor authors. Reads the newest page only if that decides whether a room is unread. */
  async function withNewest(room: Room, storedSeq: number, personId: PersonId): Promise<Room> {
    const page = await readPage(room.id, null, limits.historyPageDefault)
    if (!page.ok) return room
    const { events, more } = page.value
    const kept = events.findLast(({ changes }) => !changes?.deleted)
    const own = events.findLast(({ event }) => event.authorId === personId)
    return {
      ...room,
      lastSeq: kept?.seq ?? (more ? storedSeq : 0),
      readSeq: Math.max(room.readSeq, own?.seq ?? 0),
    }
  }

  return { mine, browse, get, create, openDirect, join, leave }
}
