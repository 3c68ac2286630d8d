import type { Database } from '@parley/database'
import { roomChannel, roomOfChannel } from '@parley/delivery'
import { every, type Closable, type Logger } from '@parley/service'
import { changePerson } from './person-changes'
import type { ParleySocket } from '../socket/socket-types'

const EVERY_MS = 30_000

export interface Recheck extends Closable {
  /** Checks all sockets at once: announcements were certainly lost while Redis was down. Never rejects. */
  now(): Promise<void>
  /** Checks these sockets at once. Never rejects. */
  check(sockets: ParleySocket[]): Promise<void>
}

/**
 * Removals and ended sessions are announced through Redis, and an announcement can be lost. So every 30 s each server
 * asks PostgreSQL about its own sockets, in few queries.
 */
export function recheckSockets(parts: {
  localSockets: () => ParleySocket[]
  members: Pick<Database['members'], 'roomsOf'>
  sessions: Pick<Database['sessions'], 'byTokens'>
  logger: Logger
  everyMs?: number
}): Recheck {
  const { localSockets, members, sessions, logger, everyMs = EVERY_MS } = parts
  const now = () => check(localSockets())
  const timer = every(everyMs, now)

  async function check(sockets: ParleySocket[]) {
    if (sockets.length === 0) return
    try {
      await closeEndedSessions(sockets)
      await leaveLostRooms(sockets)
    } catch (cause) {
      logger.warn(
        { cause, sockets: sockets.length },
        'could not check the sockets again; trying again at the next interval',
      )
    }
  }

  async function closeEndedSessions(sockets: ParleySocket[]) {
    const live = await sessions.byTokens([...new Set(sockets.map(({ data }) => data.user.sessionToken))])
    for (const socket of sockets) {
      const session = live.get(socket.data.user.sessionToken)
      if (!session) socket.disconnect(true)
      else changePerson(socket, { id: session.personId, name: session.name, isGuest: session.isGuest })
    }
  }

  async function leaveLostRooms(sockets: ParleySocket[]) {
    // Read the joined rooms before the query: its answer does not know rooms that are joined meanwhile.
    const joined = sockets.map((socket) =>
      [...socket.rooms].flatMap((channel) => roomOfChannel(channel) ?? []),
    )
    const mayBeIn = await Promise.all(sockets.map((socket) => members.roomsOf(socket.data.user.id)))
    sockets.forEach((socket, i) => {
      const still = new Set(mayBeIn[i])
      for (const roomId of joined[i]!) if (!still.has(roomId)) void socket.leave(roomChannel(roomId))
    })
  }

  return {
    now,
    check,
    close: timer.close,
  }
}
