export { createDelivery, type Delivery } from './delivery'
export { MOST_EVENTS_PER_DELIVERY, type Delivered, type DeliveredEvent, type DeliverRequest } from './deliver'
export { KEEP_IDS_SECONDS } from './trim'
export type { Found, RoomTail } from './tail'
export type { Head } from './head'
export type { RedisClient } from './script'
export { connectRedis, waitForRedis, type ConnectRedisOptions } from './connect-redis'
export { assertNoEviction, EvictionError } from './no-eviction'
export { createRoomAdapter, type RoomAdapterParts } from './room-adapter'
export {
  broadcastEvents,
  createBroadcaster,
  roomChannel,
  roomOfChannel,
  type Broadcaster,
  type Emitter,
} from './broadcast'
