import { limits, type Room } from '@parley/protocol'
import { breaks } from './failures'
import { Prisma, type PrismaClient } from './generated/client'
import { roomNameKey } from './room-name-key'

export type RoomCreated =
  { kind: 'created'; room: Room } | { kind: 'name-taken' | 'too-many-rooms' | 'too-many-rooms-created' }

/** Rooms as one person sees them. `lastSeq` is the last message stored: what is live may be further. */
export interface Rooms {
  /** Who makes a room is its first member. Two at the same instant may pass a limit by one, which does no harm. */
  create(request: { name: string; topic?: string; createdBy: string }): Promise<RoomCreated>
  /** The lobby first, then the rooms this person is in, then the newest others; `limit` at most. One query. */
  list(personId: string, options?: { limit?: number }): Promise<Room[]>
  get(roomId: string, personId: string): Promise<Room | null>
}

/** More than a person can be in, so that no list leaves out a room of one's own. */
const LIST_LIMIT = limits.roomsPerPerson + 1_000

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

    async list(personId, { limit = LIST_LIMIT } = {}) {
      const rows = await prisma.$queryRaw<RoomRow[]>`
        ${asSeenBy(personId)}
        where r.archived_at is null
        order by r.is_lobby desc, mine.room_id is null, r.created_at desc
        limit ${limit}`
      return rows.map(roomOf)
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

function asSeenBy(personId: string): Prisma.Sql {
  return Prisma.sql`
    select r.id, r.name, r.topic, r.is_lobby,
           mine.room_id is not null as is_member,
           coalesce(mine.read_seq, 0) as read_seq,
           (select count(*) from memberships m where m.room_id = r.id) as member_count,
           coalesce((select m.seq from messages m where m.room_id = r.id order by m.seq desc limit 1), 0) as last_seq
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
