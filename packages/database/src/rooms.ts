import { limits, type Room, type PersonId, type RoomId } from '@parley/protocol'
import { breaks } from './failures'
import { Prisma, type PrismaClient } from './generated/client'
import { roomNameKey } from './room-name-key'

export type RoomCreated =
  { kind: 'created'; room: Room } | { kind: 'name-taken' | 'too-many-rooms' | 'too-many-rooms-created' }

/**
 * Rooms as one person sees them. `lastSeq` is the last message that is stored and not deleted; live messages may be
 * further.
 */
export interface Rooms {
  /**
   * The creator of a room is its first member. Two requests at the same instant may exceed a limit by one, which does no
   * harm.
   */
  create(request: { name: string; topic?: string; createdBy: string }): Promise<RoomCreated>
  /** All rooms of this person, the lobby first. No pages: there are at most `roomsPerPerson`. */
  mine(personId: PersonId): Promise<Room[]>
  /**
   * Rooms that this person is not in and whose names contain `search`, by name. `after` is the last room of the page
   * before. Members are counted only for the rooms of the page.
   */
  browse(
    personId: PersonId,
    options?: { search?: string; after?: string; limit?: number },
  ): Promise<{ rooms: Room[]; more: boolean }>
  get(roomId: RoomId, personId: PersonId): Promise<Room | null>
}

export function createRooms(prisma: PrismaClient): Rooms {
  return {
    async create({ name, topic = '', createdBy }) {
      const joined = await prisma.membership.count({ where: { personId: createdBy } })
      if (joined >= limits.roomsPerPerson) return { kind: 'too-many-rooms' }
      const created = await prisma.room.count({ where: { createdBy, archivedAt: null } })
      if (created >= limits.roomsCreatedPerPerson) return { kind: 'too-many-rooms-created' }
      const memberships = { create: { personId: createdBy } }
      try {
        const { id } = await prisma.room.create({
          data: { name, nameKey: roomNameKey(name), topic, createdBy, memberships },
          select: { id: true },
        })
        return { kind: 'created', room: { ...justMade, id, name, topic } }
      } catch (error) {
        if (breaks(error, 'rooms_name_key_key')) return { kind: 'name-taken' }
        throw error
      }
    },

    async mine(personId) {
      const rows = await prisma.$queryRaw<RoomRow[]>`
        ${asSeenBy(personId)}
        where r.archived_at is null and mine.room_id is not null
        order by r.is_lobby desc, r.created_at desc`
      return rows.map(roomOf)
    },

    async browse(personId, { search = '', after, limit = limits.directoryPage } = {}) {
      // `lower` alone knows only ASCII in some databases; the key alone is not the typed text (see room-name-key.ts).
      const rows = await prisma.$queryRaw<RoomRow[]>`
        ${asSeenBy(personId)}
        where r.archived_at is null and not r.is_lobby and mine.room_id is null
          and (position(${search.toLowerCase()} in lower(r.name)) > 0
            or position(${roomNameKey(search)} in r.name_key) > 0)
          and r.name_key > coalesce((select name_key from rooms where id = ${after ?? null}::uuid), '')
        order by r.name_key
        limit ${limit + 1}`
      return { rooms: rows.slice(0, limit).map(roomOf), more: rows.length > limit }
    },

    async get(roomId, personId) {
      const rows = await prisma.$queryRaw<RoomRow[]>`
        ${asSeenBy(personId)}
        where r.id = ${roomId}::uuid and r.archived_at is null`
      return rows[0] ? roomOf(rows[0]) : null
    },
  }
}

const justMade = { isLobby: false, isMember: true, memberCount: 1, lastSeq: 0, readSeq: 0 }

interface RoomRow {
  id: string
  name: string
  topic: string
  is_lobby: boolean
  is_member: boolean
  member_count: bigint
  last_seq: bigint
  read_seq: bigint
}

function asSeenBy(personId: PersonId): Prisma.Sql {
  return Prisma.sql`
    select r.id, r.name, r.topic, r.is_lobby,
           mine.room_id is not null as is_member,
           coalesce(mine.read_seq, 0) as read_seq,
           (select count(*) from memberships m where m.room_id = r.id) as member_count,
           coalesce((select m.seq from messages m where m.room_id = r.id and m.deleted_seq is null
                     order by m.seq desc limit 1), 0) as last_seq
    from rooms r
    left join memberships mine on mine.room_id = r.id and mine.person_id = ${personId}`
}

function roomOf(row: RoomRow): Room {
  return {
    id: row.id,
    name: row.name,
    topic: row.topic,
    isLobby: row.is_lobby,
    isMember: row.is_member,
    memberCount: Number(row.member_count),
    lastSeq: Number(row.last_seq),
    readSeq: Number(row.read_seq),
  }
}
