import { breaks } from './failures'
import type { Database } from './open'
import { roomNameKey } from './room-name-key'

/**
 * Gives rooms the key of their name where it is another one since they were created. Of two rooms whose names look alike the
 * older one has the key; the newer one stays, and its name is free again once it is the only one.
 */
export async function rekeyRooms({ prisma }: Pick<Database, 'prisma'>): Promise<void> {
  const rooms = await prisma.room.findMany({
    orderBy: [{ isLobby: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, nameKey: true },
  })
  for (const { id, name, nameKey } of rooms) {
    const key = roomNameKey(name)
    if (key === nameKey) continue
    const isTaken = !(await rename(id, key))
    if (isTaken) await rename(id, `${key}${MARK}${id}`)
  }

  async function rename(id: string, key: string): Promise<boolean> {
    try {
      await prisma.room.update({ where: { id }, data: { nameKey: key } })
      return true
    } catch (error) {
      if (breaks(error, 'rooms_name_key_key')) return false
      throw error
    }
  }
}

/** No name holds it, so no room that is created later can want such a key. */
const MARK = '\u0001'
