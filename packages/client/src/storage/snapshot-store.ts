import type { ClientOutput, Person, PersonId, Room, RoomId } from '@parley/protocol'

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
  loadRoom(personId: PersonId, roomId: RoomId): Promise<RoomSnapshot | null>
  /** Stores data of this person from now on, and deletes that of any other person. */
  begin(person: Person): Promise<void>
  /** These change nothing if another tab has signed the person out meanwhile. */
  /** Rooms that are not in this list lose their stored page. */
  putRooms(personId: PersonId, rooms: readonly Room[]): Promise<void>
  putRoom(personId: PersonId, roomId: RoomId, room: RoomSnapshot): Promise<void>
  dropRoom(personId: PersonId, roomId: RoomId): Promise<void>
  clear(): Promise<void>
}
