import {
  failure,
  LOBBY_ID,
  PROTOCOL_VERSION,
  type ClientEvent,
  type ClientInput,
  type ClientOutput,
  type SequencedEvent,
  type SequencedMessage,
  type ServerEvent,
  type ServerPayload,
} from '@parley/protocol'

const epoch = 1_789_000_000_000_000
const seq = epoch + 42
const ada = { id: 'Xq3nVb1TzKd0', name: 'Ada', isGuest: true }

const hello: SequencedMessage = {
  seq,
  epoch,
  event: {
    kind: 'message',
    id: '01990f6e-7c1a-7d3e-9a55-0c8f1b2d4e6f',
    roomId: LOBBY_ID,
    authorId: ada.id,
    authorName: ada.name,
    body: 'Good morning.',
    at: 1_789_000_123_456,
  },
}
const thumb: SequencedEvent = {
  seq: seq + 1,
  epoch,
  event: {
    kind: 'reaction',
    id: '01990f6e-8d04-7a6b-b2f0-3e1c9a5d7f80',
    roomId: LOBBY_ID,
    messageId: hello.event.id,
    authorId: ada.id,
    authorName: ada.name,
    emoji: '👍',
    on: true,
    at: 1_789_000_125_000,
  },
}
const otherRoom = '01990f6e-8aa0-7b12-8c31-5d0e9f7a2b44'

/** Example requests and answers on the wire. A test parses each with its schema. */
export const examplesOfClient: {
  [E in ClientEvent]: { input: ClientInput<E>; answer: ClientOutput<E> }
} = {
  'message:send': {
    input: { roomId: LOBBY_ID, id: hello.event.id, body: 'Good morning.', epoch },
    answer: hello,
  },
  'message:change': {
    input: {
      roomId: LOBBY_ID,
      id: thumb.event.id,
      messageId: hello.event.id,
      change: { kind: 'reaction', emoji: '👍', on: true },
      epoch,
    },
    answer: thumb,
  },
  'rooms:sync': {
    input: {
      rooms: [
        { roomId: LOBBY_ID, epoch, seq: seq - 1 },
        { roomId: otherRoom, epoch: epoch - 9_000, seq: epoch - 8_990 },
      ],
    },
    answer: {
      rooms: [
        { kind: 'events', roomId: LOBBY_ID, epoch, seq, events: [hello] },
        { kind: 'reload', roomId: otherRoom },
      ],
    },
  },
  'history:page': {
    input: { roomId: LOBBY_ID, before: null, limit: 50 },
    answer: { epoch, seq, events: [hello], more: false },
  },
  'read:mark': { input: { roomId: LOBBY_ID, seq }, answer: { seq } },
}

export const examplesOfServer: { [E in ServerEvent]: ServerPayload<E> } = {
  'server:welcome': { serverId: '2', protocol: PROTOCOL_VERSION, person: ada },
  'server:leaving': { withinMs: 5_000 },
  'live:state': { delayed: true },
  'sends:resumed': { withinMs: 500 },
  'room:events': { roomId: LOBBY_ID, epoch, events: [{ seq, event: hello.event }] },
  'room:head': { roomId: LOBBY_ID, epoch, seq: seq + 1, said: seq },
  'rooms:changed': { roomId: otherRoom, change: 'joined' },
  'read:marked': { roomId: LOBBY_ID, seq },
  'person:changed': { person: { id: 'Xq3nVb1TzKd0', name: 'Ada', isGuest: false } },
  'people:changed': { people: [{ id: 'Xq3nVb1TzKd0', name: 'Ada L.', isGuest: false }] },
  'directory:changed': { roomId: otherRoom },
  'request:failed': { event: 'message:send', failure: failure('not-a-member') },
}
