'use client'

import { useSyncExternalStore } from 'react'
import type { Person, RoomId } from '@parley/protocol'
import type { Connection, ParleyState, Rooms, Timeline, Unsent } from '../index'
import { useParley } from './provider'

/** `pick` returns a part of the state itself, not a copy: React compares its identity. */
function usePart<T>(pick: (state: ParleyState) => T): T {
  const parley = useParley()
  const read = () => pick(parley.getState())
  return useSyncExternalStore(parley.subscribe, read, read)
}

export function usePerson(): Person | null {
  return usePart((state) => state.person)
}

export function useConnection(): Connection {
  return usePart((state) => state.connection)
}

export function useRooms(): Rooms {
  return usePart((state) => state.rooms)
}

export function useDirectoryVersion(): number {
  return usePart((state) => state.directoryVersion)
}

/** The people that were looked up or have changed, by id. */
export function usePeople(): Readonly<Record<string, Person>> {
  return usePart((state) => state.people)
}

/** Undefined until `openRoom`. */
export function useTimeline(roomId: RoomId): Timeline | undefined {
  return usePart((state) => state.timelines[roomId])
}

export function useLiveDelayed(): boolean {
  return usePart((state) => state.liveDelayed)
}

/** False: unsent messages are lost with this page. */
export function useKeepsUnsent(): boolean {
  return usePart((state) => state.keepsUnsent)
}

/** Pending operations by room, also in rooms that were left. */
export function useUnsent(): Unsent {
  return usePart((state) => state.unsent)
}
