import type { ClientOutput, Person, Room } from '@parley/protocol'

/** A room as it was seen last: its newest page as of then. */
export type RoomSnapshot = ClientOutput<'history:page'>

/** Who was here last, and which rooms they had. */
export interface Snapshot {
  readonly person: Person
  readonly rooms: readonly Room[]
}

/**
 * Where what a person saw last outlives the page, to be shown again before any server has answered. It keeps for one
 * person at a time. A store that rejects costs only that: the rooms then appear when a server answers.
 */
export interface SnapshotStore {
  load(): Promise<Snapshot | null>
  loadRoom(personId: string, roomId: string): Promise<RoomSnapshot | null>
  /** It keeps for this person from now on; what it kept for anybody else is gone. */
  begin(person: Person): Promise<void>
  /** These change nothing unless it keeps for this person: meanwhile another tab may have signed out. */
  /** Rooms that this person is not in any longer lose what was kept of them. */
  putRooms(personId: string, rooms: readonly Room[]): Promise<void>
  putRoom(personId: string, roomId: string, room: RoomSnapshot): Promise<void>
  dropRoom(personId: string, roomId: string): Promise<void>
  clear(): Promise<void>
}
