export { createParley } from './parley'
export type { MemberPage, Parley, ParleyOptions, ServerAddress } from './parley-api'
export type { Connection, MessageState, ParleyState, Rooms, Timeline, TimelineMessage } from './state'
export { createMemoryOutboxStore, type OutboxEntry, type OutboxStore } from './outbox-store'
