import { breaks } from './failures'
import type { Database } from './open'
import { roomNameKey } from './room-name-key'

/**
 * Updates the key of public rooms whose name gets another key now than when they were created. Of two rooms whose names look
 * alike the older one gets the key. The newer room stays, and gets its key once no other room has it.
 */
export async function rekeyRooms({ prisma }: Pick<Database, 'prisma'>): Promise<void> {
  const rooms = await prisma.room.findMany({
    where: { kind: 'public' },
    orderBy: [{ isLobby: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, nameKey: true },
  })
  const wanted = rooms.map((room) => ({ ...room, key: roomNameKey(room.name) }))
  const owners = new Map<string, string>()
  for (const { id, key } of wanted) if (!owners.has(key)) owners.set(key, id)
  const isOwner = ({ id, key }: { id: string; key: string }) => owners.get(key) === id

  // Rooms that give up a key come first: an older room may need it.
  for (const room of wanted) if (!isOwner(room)) await rekey(room, marked(room))
  for (const room of wanted) if (isOwner(room)) await rekey(room, room.key)

  async function rekey(room: { id: string; key: string; nameKey: string }, to: string): Promise<void> {
    if (to === room.nameKey || (await rename(room.id, to))) return
    // Another room with that look was created meanwhile.
    await rename(room.id, marked(room))
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

/** No name holds U+0001, so no later room can need such a key. */
function marked({ id, key }: { id: string; key: string }): string {
  return `${key}\u0001${id}`
}
