import { limits, type Person, type PersonId, type RoomId } from '@parley/protocol'
import { askTogether } from './ask-together'
import type { PrismaClient } from './generated/client'

export type Joined = 'joined' | 'already-member' | 'no-such-room' | 'too-many-rooms'

export interface Members {
  /** Safe to repeat: a member keeps the time of joining and the read cursor. */
  join(roomId: RoomId, personId: PersonId): Promise<Joined>
  /** False when the user was not a member. */
  leave(roomId: RoomId, personId: PersonId): Promise<boolean>
  roomsOf(personId: PersonId): Promise<string[]>
  /**
   * In the order of joining. `after` is the last person of the page before; if that person is gone, the list starts from
   * the beginning.
   */
  of(roomId: RoomId, page?: { limit?: number; after?: string }): Promise<{ members: Person[]; more: boolean }>
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
    // One statement: two joins at the same instant may exceed the limit by one, which does no harm.
    async join(roomId, personId) {
      const rows = await prisma.$queryRaw<
        { found: boolean; member: boolean; full: boolean; joined: boolean }[]
      >`
        with asked as (
          select exists (select 1 from rooms where id = ${roomId}::uuid and archived_at is null) as found,
                 exists (select 1 from memberships where room_id = ${roomId}::uuid and person_id = ${personId}) as member,
                 (select count(*) from memberships where person_id = ${personId}) >= ${limits.roomsPerPerson} as full
        ), joined as (
          insert into memberships (room_id, person_id)
          select ${roomId}::uuid, ${personId} from asked where found and not member and not "full"
          on conflict do nothing
          returning room_id
        )
        select found, member, "full", exists (select 1 from joined) as joined from asked`
      const [answer] = rows
      if (!answer?.found) return 'no-such-room'
      if (answer.joined) return 'joined'
      return answer.full && !answer.member ? 'too-many-rooms' : 'already-member'
    },

    async leave(roomId, personId) {
      const { count } = await prisma.membership.deleteMany({ where: { roomId, personId } })
      return count > 0
    },

    roomsOf: askTogether((personIds: PersonId[]) => roomsOfAll(prisma, personIds)),

    async of(roomId, { limit = limits.memberPage, after } = {}) {
      const rows = await prisma.$queryRaw<Person[]>`
        select p.id, p.name, coalesce(p.is_anonymous, false) as "isGuest"
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
