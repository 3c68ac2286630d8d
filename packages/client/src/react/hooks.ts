'use client'

import { useSyncExternalStore } from 'react'
import type { Person } from '@parley/protocol'
import type { Connection, ParleyState, Rooms, Timeline, Unsent } from '../index'
import { useParley } from './provider'

/** `pick` gives back a part of the state itself, nothing made anew: that part's identity is what React compares. */
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

/** Those that were looked up, by id. */
export function usePeople(): Readonly<Record<string, Person>> {
  return usePart((state) => state.people)
}

/** Undefined until `openRoom`. */
export function useTimeline(roomId: string): Timeline | undefined {
  return usePart((state) => state.timelines[roomId])
}

export function useLiveDelayed(): boolean {
  return usePart((state) => state.liveDelayed)
}

/** False: what is not sent yet is lost with this page. */
export function useKeepsUnsent(): boolean {
  return usePart((state) => state.keepsUnsent)
}

/** What is not done yet, by room, also in rooms that were left. */
export function useUnsent(): Unsent {
  return usePart((state) => state.unsent)
}
