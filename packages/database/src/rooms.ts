import {
  limits,
  type Person,
  type PersonId,
  type Role,
  type Room,
  type RoomId,
  type RoomKind,
} from '@parley/protocol'
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
  create(request: {
    name: string
    topic?: string
    kind?: 'public' | 'private'
    createdBy: string
  }): Promise<RoomCreated>
  /** All rooms of this person, the lobby first. No pages: there are at most `roomsPerPerson`. */
  mine(personId: PersonId): Promise<Room[]>
  /**
   * Public rooms that this person is not in and whose names contain `search`, by name. `after` is the last room of the page
   * before. Members are counted only for the rooms of the page.
   */
  browse(
    personId: PersonId,
    options?: { search?: string; after?: string; limit?: number },
  ): Promise<{ rooms: Room[]; more: boolean }>
  /** Null for a room that does not exist, or that this person may not see. */
  get(roomId: RoomId, personId: PersonId): Promise<Room | null>
}

export function createRooms(prisma: PrismaClient): Rooms {
  return {
    async create({ name, topic = '', kind = 'public', createdBy }) {
      const joined = await prisma.membership.count({ where: { personId: createdBy } })
      if (joined >= limits.roomsPerPerson) return { kind: 'too-many-rooms' }
      const created = await prisma.room.count({ where: { createdBy, archivedAt: null } })
      if (created >= limits.roomsCreatedPerPerson) return { kind: 'too-many-rooms-created' }
      const memberships = { create: { personId: createdBy, role: 'owner' } }
      try {
        const { id } = await prisma.room.create({
          data: { name, nameKey: roomNameKey(name), topic, kind, createdBy, memberships },
          select: { id: true },
        })
        return { kind: 'created', room: { ...justMade, id, name, topic, kind } }
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
        where r.archived_at is null and r.kind = 'public' and not r.is_lobby and mine.room_id is null
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
        where r.id = ${roomId}::uuid and r.archived_at is null
          and (r.kind = 'public' or mine.room_id is not null)`
      return rows[0] ? roomOf(rows[0]) : null
    },
  }
}

const justMade = {
  isLobby: false,
  isMember: true,
  memberCount: 1,
  lastSeq: 0,
  readSeq: 0,
  role: 'owner' as const,
  people: [],
}

interface RoomRow {
  id: string
  name: string
  topic: string
  is_lobby: boolean
  is_member: boolean
  member_count: bigint
  last_seq: bigint
  read_seq: bigint
  kind: RoomKind
  role: Role | null
  people: Person[] | null
}

function asSeenBy(personId: PersonId): Prisma.Sql {
  return Prisma.sql`
    select r.id, r.name, r.topic, r.is_lobby, r.kind, mine.role,
           mine.room_id is not null as is_member,
           coalesce(mine.read_seq, 0) as read_seq,
           (select count(*) from memberships m where m.room_id = r.id) as member_count,
           coalesce((select m.seq from messages m where m.room_id = r.id and m.deleted_seq is null
                     order by m.seq desc limit 1), 0) as last_seq,
           case when r.kind = 'direct' then (
             select json_agg(json_build_object('id', p.id, 'name', p.name, 'isGuest', coalesce(p.is_anonymous, false))
                             order by lower(p.name), p.id)
             from memberships other join people p on p.id = other.person_id
             where other.room_id = r.id and other.person_id <> ${personId}) end as people
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
    kind: row.kind,
    role: row.role,
    people: row.people ?? [],
  }
}
