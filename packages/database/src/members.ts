import { limits, type Member, type PersonId, type Role, type RoomId, type RoomKind } from '@parley/protocol'
import { askTogether } from './ask-together'
import { Prisma, type PrismaClient } from './generated/client'

export type Joined = 'joined' | 'already-member' | 'no-such-room' | 'no-such-person' | 'too-many-rooms'

export interface Members {
  /** Only a public room can be joined. Safe to repeat: a member keeps the time of joining and the read cursor. */
  join(roomId: RoomId, personId: PersonId): Promise<Joined>
  /** Like `join`, for any room: the caller decides who may add whom. */
  add(roomId: RoomId, personId: PersonId): Promise<Joined>
  /** The longest member inherits a room without an owner. False when the user was not a member. */
  leave(roomId: RoomId, personId: PersonId): Promise<boolean>
  /** The kind of the room and the role of these people in it; null for a room that does not exist. */
  rolesIn(
    roomId: RoomId,
    personIds: readonly PersonId[],
  ): Promise<{ kind: RoomKind; roles: (Role | null)[] } | null>
  /** False when the user is not a member. */
  setRole(roomId: RoomId, personId: PersonId, role: Role): Promise<boolean>
  roomsOf(personId: PersonId): Promise<string[]>
  /**
   * In the order of joining. `after` is the last person of the page before; if that person is gone, the list starts from
   * the beginning.
   */
  of(roomId: RoomId, page?: { limit?: number; after?: string }): Promise<{ members: Member[]; more: boolean }>
  isMember(seat: { roomId: RoomId; personId: PersonId }): Promise<boolean>
  /**
   * Moves the read cursor, which only rises. Returns its value and whether it moved; null for a user who is not a member.
   */
  markRead(
    roomId: RoomId,
    personId: PersonId,
    seq: number,
  ): Promise<{ seq: number; hasRisen: boolean } | null>
}

export function createMembers(prisma: PrismaClient): Members {
  return {
    join: (roomId, personId) => enter(prisma, roomId, personId, Prisma.sql`kind = 'public'`),

    add: (roomId, personId) => enter(prisma, roomId, personId, Prisma.sql`true`),

    async leave(roomId, personId) {
      const [left] = await prisma.$queryRaw<{ count: bigint }[]>`
        with gone as (
          delete from memberships where room_id = ${roomId}::uuid and person_id = ${personId} returning role
        ), heir as (
          select m.room_id, m.person_id from memberships m
          where m.room_id = ${roomId}::uuid and m.person_id <> ${personId} and 'owner' in (select role from gone)
            and not exists (select 1 from memberships o where o.room_id = m.room_id and o.role = 'owner'
                              and o.person_id <> ${personId})
          order by m.joined_at, m.person_id limit 1
        ), inherited as (
          update memberships m set role = 'owner' from heir
          where m.room_id = heir.room_id and m.person_id = heir.person_id
        )
        select count(*) from gone`
      return Number(left?.count) > 0
    },

    async rolesIn(roomId, personIds) {
      const room = await prisma.room.findUnique({
        where: { id: roomId, archivedAt: null },
        select: {
          kind: true,
          memberships: {
            where: { personId: { in: [...personIds] } },
            select: { personId: true, role: true },
          },
        },
      })
      if (!room) return null
      const roles = new Map(room.memberships.map(({ personId, role }) => [personId, role as Role]))
      return { kind: room.kind as RoomKind, roles: personIds.map((id) => roles.get(id) ?? null) }
    },

    async setRole(roomId, personId, role) {
      const { count } = await prisma.membership.updateMany({ where: { roomId, personId }, data: { role } })
      return count > 0
    },

    roomsOf: askTogether((personIds: PersonId[]) => roomsOfAll(prisma, personIds)),

    async of(roomId, { limit = limits.memberPage, after } = {}) {
      const rows = await prisma.$queryRaw<Member[]>`
        select p.id, p.name, coalesce(p.is_anonymous, false) as "isGuest", m.role
        from memberships m
        join people p on p.id = m.person_id
        where m.room_id = ${roomId}::uuid
          and (m.joined_at, m.person_id) > (
            select coalesce(max(joined_at), '-infinity'), coalesce(max(person_id), '')
            from memberships where room_id = ${roomId}::uuid and person_id = ${after ?? null}::text)
        order by m.joined_at, m.person_id
        limit ${limit + 1}`
      return { members: rows.slice(0, limit), more: rows.length > limit }
    },

    isMember: askTogether((seats: { roomId: RoomId; personId: PersonId }[]) => areMembers(prisma, seats)),

    async markRead(roomId, personId, seq) {
      const rows = await prisma.$queryRaw<{ read_seq: bigint; has_risen: boolean }[]>`
        with risen as (
          update memberships set read_seq = ${seq}::bigint
          where room_id = ${roomId}::uuid and person_id = ${personId} and read_seq < ${seq}::bigint
          returning read_seq
        )
        select coalesce(risen.read_seq, m.read_seq) as read_seq, risen.read_seq is not null as has_risen
        from memberships m left join risen on true
        where m.room_id = ${roomId}::uuid and m.person_id = ${personId}`
      return rows[0] ? { seq: Number(rows[0].read_seq), hasRisen: rows[0].has_risen } : null
    },
  }
}

// One statement: two joins at the same instant may exceed the limit by one, which does no harm.
async function enter(
  prisma: PrismaClient,
  roomId: RoomId,
  personId: PersonId,
  isOpen: Prisma.Sql,
): Promise<Joined> {
  const rows = await prisma.$queryRaw<
    { found: boolean; member: boolean; full: boolean; known: boolean; joined: boolean }[]
  >`
    with mine as (
      select exists (select 1 from memberships where room_id = ${roomId}::uuid and person_id = ${personId}) as member
    ), asked as (
      select exists (select 1 from rooms where id = ${roomId}::uuid and archived_at is null
                       and (${isOpen} or mine.member)) as found,
             mine.member,
             (select count(*) from memberships where person_id = ${personId}) >= ${limits.roomsPerPerson} as full,
             exists (select 1 from people where id = ${personId}) as known
      from mine
    ), joined as (
      insert into memberships (room_id, person_id)
      select ${roomId}::uuid, ${personId} from asked where found and known and not member and not "full"
      on conflict do nothing
      returning room_id
    )
    select found, member, "full", known, exists (select 1 from joined) as joined from asked`
  const [answer] = rows
  if (!answer?.found) return 'no-such-room'
  if (!answer.known) return 'no-such-person'
  if (answer.joined) return 'joined'
  return answer.full && !answer.member ? 'too-many-rooms' : 'already-member'
}

async function roomsOfAll(prisma: PrismaClient, personIds: PersonId[]): Promise<string[][]> {
  const rows = await prisma.$queryRaw<{ person_id: string; room_ids: string[] }[]>`
    select m.person_id, array_agg(m.room_id::text) as room_ids
    from memberships m
    join rooms r on r.id = m.room_id and r.archived_at is null
    where m.person_id = any (${[...new Set(personIds)]}::text[])
    group by m.person_id`
  const found = new Map(rows.map(({ person_id, room_ids }) => [person_id, room_ids]))
  return personIds.map((personId) => found.get(personId) ?? [])
}

async function areMembers(
  prisma: PrismaClient,
  seats: { roomId: RoomId; personId: PersonId }[],
): Promise<boolean[]> {
  const rows = await prisma.$queryRaw<{ nth: bigint }[]>`
    select asked.nth
    from unnest(
      ${seats.map(({ roomId }) => roomId)}::uuid[],
      ${seats.map(({ personId }) => personId)}::text[]
    ) with ordinality as asked (room_id, person_id, nth)
    join memberships m on m.room_id = asked.room_id and m.person_id = asked.person_id`
  const found = new Set(rows.map(({ nth }) => Number(nth)))
  return seats.map((_, i) => found.has(i + 1))
}
