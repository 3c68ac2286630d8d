export { createParley } from './parley'
export type { AccountApi } from './account'
export type { MemberPage, NewRoom, Parley, ParleyOptions, RoomPage, ServerAddress } from './parley-api'
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
export type { Unsent } from './outbox/unsent'
export {
  createMemoryOutboxStore,
  type OldEntry,
  type Operation,
  type OutboxEntry,
  type OutboxNews,
  type OutboxSharing,
  type OutboxStore,
  type StoredEntry,
} from './outbox/outbox-store'
export { createIndexedDbOutboxStore, type IndexedDbOutboxOptions } from './storage/indexed-db-outbox'
export { createIndexedDbSnapshotStore, type IndexedDbSnapshotOptions } from './storage/indexed-db-snapshots'
export type { RoomSnapshot, Snapshot, SnapshotStore } from './storage/snapshot-store'
