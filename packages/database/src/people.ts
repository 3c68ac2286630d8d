import type { Person, PersonId, RoomId } from '@parley/protocol'
import type { PrismaClient, User } from './generated/client'

/** better-auth creates people. */
export interface People {
  get(personId: PersonId): Promise<Person | null>
  /** Null when there is no such person. Messages keep the name under which they were written. */
  rename(personId: PersonId, name: string): Promise<Person | null>
  /** The existing ones among these people, in any order. */
  find(personIds: PersonId[]): Promise<Person[]>
  /**
   * Deletes abandoned guests: they joined before this time, have no session, so that they can never come back, and never
   * wrote a message. Deletes their memberships too, and the rooms that they created and that hold neither a message nor
   * another member. Checks `limit` guests after the id `after`; the next call continues at `next`, which is null at the
   * end. Skips rows that another server is deleting.
   */
  deleteAbandonedGuests(page: {
    joinedBefore: Date
    after: string
    limit: number
  }): Promise<{ deleted: number; roomIds: RoomId[]; next: string | null }>
}

export function createPeople(prisma: PrismaClient): People {
  return {
    async get(personId) {
      const row = await prisma.user.findUnique({ where: { id: personId }, select })
      return row && personOf(row)
    },

    async rename(personId, name) {
      const [row] = await prisma.user.updateManyAndReturn({ where: { id: personId }, data: { name }, select })
      return row ? personOf(row) : null
    },

    async find(personIds) {
      const rows = await prisma.user.findMany({ where: { id: { in: personIds } }, select })
      return rows.map(personOf)
    },

    async deleteAbandonedGuests({ joinedBefore, after, limit }) {
      const looked = await prisma.user.findMany({
        where: { id: { gt: after }, isAnonymous: true, createdAt: { lt: joinedBefore } },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true },
      })
      const ids = looked.map(({ id }) => id)
      const next = ids.length === limit ? ids.at(-1)! : null
      return { ...(await deleteAbandoned(prisma, ids)), next }
    },
  }
}

const select = { id: true, name: true, isAnonymous: true }

function personOf({ id, name, isAnonymous }: Pick<User, keyof typeof select>): Person {
  return { id, name, isGuest: isAnonymous ?? false }
}

async function deleteAbandoned(
  prisma: PrismaClient,
  ids: string[],
): Promise<{ deleted: number; roomIds: RoomId[] }> {
  if (ids.length === 0) return { deleted: 0, roomIds: [] }
  return prisma.$transaction(async (tx) => {
    const abandoned = await tx.$queryRaw<{ id: string }[]>`
      select p.id from people p
      where p.id = any (${ids}::text[])
        and not exists (select 1 from sessions s where s.person_id = p.id)
        and not exists (select 1 from messages m where m.author_id = p.id)
      for update skip locked`
    const gone = abandoned.map(({ id }) => id)
    const rooms = await tx.$queryRaw<{ id: string }[]>`
      delete from rooms where id in (
        select r.id from rooms r
        where r.created_by = any (${gone}::text[]) and not r.is_lobby
          and not exists (select 1 from messages m where m.room_id = r.id)
          and not exists (
            select 1 from memberships o where o.room_id = r.id and o.person_id <> all (${gone}::text[]))
        for update skip locked)
      returning id`
    const { count } = await tx.user.deleteMany({ where: { id: { in: gone } } })
    return { deleted: count, roomIds: rooms.map(({ id }) => id) }
  })
}
