import { limits, type PersonId, type RoomId } from '@parley/protocol'
import { breaks } from './failures'
import type { PrismaClient } from './generated/client'

type DirectOpened =
  | { kind: 'opened' | 'created'; roomId: RoomId }
  | { kind: 'no-such-person' | 'too-many-rooms' | 'too-many-rooms-created' }

export interface DirectRooms {
  /** The room of exactly these people, `by` included; they all are in it. The same people always get the same room. */
  open(personIds: readonly PersonId[], by: PersonId): Promise<DirectOpened>
}

export function createDirectRooms(prisma: PrismaClient): DirectRooms {
  return {
    async open(personIds, by) {
      const ids = [...new Set([by, ...personIds])].sort()
      const key = ids.join(' ')
      const known = await prisma.room.findUnique({ where: { directKey: key }, select: { id: true } })
      if (known) return { kind: 'opened', roomId: known.id }
      if ((await prisma.user.count({ where: { id: { in: ids } } })) < ids.length)
        return { kind: 'no-such-person' }
      const created = await prisma.room.count({ where: { createdBy: by, archivedAt: null } })
      if (created >= limits.roomsCreatedPerPerson) return { kind: 'too-many-rooms-created' }
      const full = await prisma.membership.groupBy({
        by: ['personId'],
        where: { personId: { in: ids } },
        having: { personId: { _count: { gte: limits.roomsPerPerson } } },
      })
      if (full.length > 0) return { kind: 'too-many-rooms' }
      try {
        const { id } = await prisma.room.create({
          data: {
            name: '',
            nameKey: '',
            kind: 'direct',
            directKey: key,
            createdBy: by,
            memberships: { createMany: { data: ids.map((personId) => ({ personId })) } },
          },
          select: { id: true },
        })
        return { kind: 'created', roomId: id }
      } catch (error) {
        // Two people wrote to each other at the same instant.
        if (!breaks(error, 'rooms_direct_key_key')) throw error
        const theirs = await prisma.room.findUniqueOrThrow({
          where: { directKey: key },
          select: { id: true },
        })
        return { kind: 'opened', roomId: theirs.id }
      }
    },
  }
}
