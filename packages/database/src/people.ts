import type { Person } from '@parley/protocol'
import type { PrismaClient } from './generated/client'

/** People are made by better-auth; here they are only looked up. */
export interface People {
  get(personId: string): Promise<Person | null>
}

export function createPeople(prisma: PrismaClient): People {
  return {
    async get(personId) {
      const row = await prisma.user.findUnique({
        where: { id: personId },
        select: { id: true, name: true, isAnonymous: true },
      })
      return row && { id: row.id, name: row.name, isGuest: row.isAnonymous ?? false }
    },
  }
}
