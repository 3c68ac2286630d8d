import { useParley, usePeople, useRooms, useTimeline } from '@parley/client/react'
import type { Room, RoomId } from '@parley/protocol'
import { useEffect, useMemo } from 'react'
import type { Drafts } from '@/drafts/drafts'
import { joinAddress } from '@/room-address'
import { nameDirect } from './rooms/name-direct'
import { sortRooms } from './rooms/room-order'
import { useLookUp } from './rooms/use-look-up'
import { navigateTo } from './rooms/navigate'

interface Options {
  roomId: RoomId | null
  drafts: Drafts
  onSignOut: () => void
}

/** The data and actions of the chat's frame: rooms, and navigation between them. */
export function useChat({ roomId, drafts, onSignOut }: Options) {
  const parley = useParley()
  const rooms = useRooms()
  const people = usePeople()
  const list = useMemo(
    () =>
      rooms.status === 'ready'
        ? sortRooms(rooms.list.map((room) => nameDirect(room, people)))
        : { own: [], others: [] },
    [rooms, people],
  )
  const room = [...list.own, ...list.others].find((candidate) => candidate.id === roomId)
  const isMember = room?.isMember ?? false

  const lookUp = useLookUp(roomId)
  const timeline = useTimeline(roomId ?? '')

  useEffect(() => {
    if (roomId && isMember) parley.openRoom(roomId)
  }, [parley, roomId, isMember])

  /** Joining also sends the messages that waited there and were refused meanwhile. */
  async function joinRoom(id: string) {
    const answer = await parley.joinRoom(id)
    if (answer.ok) for (const each of parley.getState().unsent[id] ?? []) parley.retry(id, each)
    return answer
  }

  return {
    /** The first requested room is shown, or its replacement. */
    isShown: rooms.status === 'ready' && (!isMember || timeline?.status === 'ready'),
    rooms,
    own: list.own,
    others: list.others,
    room,
    lookUp,
    openRoom: parley.openRoom,
    reloadRooms: () => void parley.loadRooms(),
    createRoom: parley.createRoom,
    joinRoom,
    discard: (id: string, ids: readonly string[]) => ids.forEach((each) => parley.discard(id, each)),
    leaveRoom: (id: string) => parley.leaveRoom(id),
    retryNow: () => parley.retryNow(),
    reconnect: () => parley.reconnect(),
    signOut: () => {
      drafts.forget()
      onSignOut()
      // A full page load: nothing of this person stays, not even in memory.
      void parley.signOut().then(() => window.location.assign(joinAddress(window.location.search)))
    },
    /** Alt+Up and Alt+Down: the previous or next own room. */
    walkBy: (step: 1 | -1) => {
      const next = neighbour(list.own, roomId, step)
      if (next) navigateTo(next.id)
    },
  }
}

function neighbour(rooms: readonly Room[], roomId: RoomId | null, step: 1 | -1): Room | undefined {
  const at = rooms.findIndex((room) => room.id === roomId)
  if (at < 0) return rooms[0]
  return rooms[at + step]
}
