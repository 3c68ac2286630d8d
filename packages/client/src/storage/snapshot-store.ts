import type { ClientOutput, Person, Room } from '@parley/protocol'

/** The last known page of a room. */
export type RoomSnapshot = ClientOutput<'history:page'>

/** The last person, and their rooms. */
export interface Snapshot {
  readonly person: Person
  readonly rooms: readonly Room[]
}

/**
 * The place where a person's last view outlives the page, to be shown again before any server has answered. It stores the
 * data of one person at a time. A store that rejects costs only that: the rooms then appear when a server answers.
 */
export interface SnapshotStore {
  load(): Promise<Snapshot | null>
  loadRoom(personId: string, roomId: string): Promise<RoomSnapshot | null>
  /** Stores data of this person from now on, and deletes that of any other person. */
  begin(person: Person): Promise<void>
  /** These change nothing if another tab has signed the person out meanwhile. */
  /** Rooms that are not in this list lose their stored page. */
  putRooms(personId: string, rooms: readonly Room[]): Promise<void>
  putRoom(personId: string, roomId: string, room: RoomSnapshot): Promise<void>
  dropRoom(personId: string, roomId: string): Promise<void>
  clear(): Promise<void>
}
