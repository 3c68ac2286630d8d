import { LOBBY_ID } from '@parley/protocol'
import type { Database } from './open'
import { roomNameKey } from './room-name-key'

const LOBBY_NAME = 'Lobby'

/** Creates the room that every user is in, unless it exists. Safe to run in several processes at once. */
export async function ensureLobby({ prisma }: Pick<Database, 'prisma'>): Promise<void> {
  await prisma.$executeRaw`
    insert into rooms (id, name, name_key, is_lobby)
    values (${LOBBY_ID}::uuid, ${LOBBY_NAME}, ${roomNameKey(LOBBY_NAME)}, true)
    on conflict do nothing`
  const lobby = await prisma.room.findUnique({ where: { id: LOBBY_ID } })
  if (!lobby) throw new Error(`There is no lobby: another room is called "${LOBBY_NAME}".`)
}
