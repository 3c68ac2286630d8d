// How the systems are spoken to. All of them take and give Socket.IO's text packets, so that every byte that the load processes
// write and read costs them the same; bare `ws` merely has no handshake and no heartbeat.
import { PROTOCOL_VERSION } from '@parley/protocol'
import { v7 } from 'uuid'

export type DialectName = 'parley' | 'socket.io' | 'ws'

export interface RoomSeat {
  id: string
  /** In this run, from 0. */
  number: number
  /** The cursor of who sits there; 0 where a system has none. */
  epoch: number
  seq: number
}

export interface Dialect {
  address: (url: string) => string
  /** Sent once the transport is open; null: nothing. */
  hello: string | null
  /** The packet after which rooms may be asked for. */
  isWelcome: (packet: string) => boolean
  /** The packet that enters all rooms of a seat, or asks for what was missed there, answered under this id. */
  enter: (id: number, rooms: readonly RoomSeat[]) => string
  send: (id: number, room: RoomSeat, body: string) => string
}

const engineAddress = (url: string) => `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`

const peer = {
  enter: (id: number, rooms: readonly RoomSeat[]) =>
    `42${id}["join",${JSON.stringify(rooms.map(({ number }) => number))}]`,
  send: (id: number, { number }: RoomSeat, body: string) => `42${id}["say",${number},"${body}"]`,
}

export const dialects: Record<DialectName, Dialect> = {
  parley: {
    address: engineAddress,
    hello: `40{"protocol":${PROTOCOL_VERSION}}`,
    isWelcome: (packet) => packet.includes('"server:welcome"'),
    enter(id, rooms) {
      const cursors = rooms.map(({ id: roomId, epoch, seq }) => ({ roomId, epoch, seq }))
      return `42${id}["rooms:sync",{"rooms":${JSON.stringify(cursors)}}]`
    },
    send: (id, room, body) =>
      `42${id}["message:send",{"roomId":"${room.id}","id":"${v7()}","body":"${body}","epoch":${room.epoch}}]`,
  },
  'socket.io': {
    address: engineAddress,
    hello: '40',
    isWelcome: (packet) => packet.startsWith('40'),
    ...peer,
  },
  ws: { address: (url) => url.replace('http', 'ws'), hello: null, isWelcome: () => true, ...peer },
}
