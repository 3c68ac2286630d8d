export { PROTOCOL_VERSION, OLDEST_PROTOCOL_VERSION } from './version'
export { limits, rates } from './limits'
export {
  failures,
  failure,
  ok,
  fail,
  wasApplied,
  type Failure,
  type FailureCode,
  type Result,
} from './failures'
export { parse, failureOf } from './parse'
export {
  LOBBY_ID,
  roomId,
  messageId,
  personId,
  type RoomId,
  type MessageId,
  type PersonId,
  type StreamPosition,
} from './ids'
export { messageBody, messagePointsLeft } from './message-body'
export { cleanName } from './name'
export { isOneEmoji } from './one-emoji'
export {
  roomEvent,
  sequencedEvent,
  isMessage,
  type RoomEvent,
  type MessageSaid,
  type MessageChange,
  type SequencedEvent,
  type SequencedMessage,
} from './room-event'
export { encodeRoomEvent, decodeRoomEvent, type DecodedRecord } from './record'
export type { MessageChanges, Reaction } from './message-changes'
export { fold, foldAll, merge } from './fold'
export {
  clientEvents,
  type ClientEvent,
  type ClientInput,
  type ParsedInput,
  type ClientOutput,
  type Cursor,
  type SyncAnswer,
} from './client-events'
export { serverEvents, type ServerEvent, type ServerPayload, type RoomEventsPacket } from './server-events'
export type { ClientToServerEvents, ServerToClientEvents } from './socket-maps'
export { handshake } from './handshake'
export {
  peopleList,
  peopleQuery,
  person,
  room,
  roomList,
  directoryPage,
  member,
  memberList,
  memberQuery,
  problem,
  failure as failureSchema,
  type Person,
  type Room,
  type Member,
} from './rest'
export {
  directOpen,
  directoryQuery,
  guestJoin,
  memberAdd,
  nameChange,
  personName,
  roleChange,
  roomCreate,
  roomName,
} from './rest-requests'
export { mayDo, outranks, roles, roomKinds, type Role, type RoomAction, type RoomKind } from './permissions'
