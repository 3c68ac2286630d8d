export { createParley } from './parley'
export type { MemberPage, Parley, ParleyOptions, RoomPage, ServerAddress } from './parley-api'
export type {
  Connection,
  MessageChanging,
  MessageReaction,
  MessageState,
  ParleyState,
  Rooms,
  Timeline,
  TimelineMessage,
} from './state'
export type { Unsent } from './unsent'
export {
  createMemoryOutboxStore,
  type OldEntry,
  type Operation,
  type OutboxEntry,
  type OutboxNews,
  type OutboxSharing,
  type OutboxStore,
  type StoredEntry,
} from './outbox-store'
export { createIndexedDbOutboxStore, type IndexedDbOutboxOptions } from './indexed-db-outbox'
export { createIndexedDbSnapshotStore, type IndexedDbSnapshotOptions } from './indexed-db-snapshots'
export type { RoomSnapshot, Snapshot, SnapshotStore } from './snapshot-store'
