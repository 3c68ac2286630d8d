// How the systems are spoken to. All of them take and give Socket.IO's text packets, so that every byte that the load processes
// write and read costs them the same; bare `ws` merely has no handshake and no heartbeat.
import { PROTOCOL_VERSION } from '@parley/protocol'
import { v7 } from 'uuid'

export type DialectName = 'parley' | 'socket.io' | 'ws'

export interface RoomSeat {
  id: string
  /** In this run, from 0. */
  number: number
}

export interface Dialect {
  address: (url: string) => string
  /** Sent once the transport is open; null: nothing. */
  hello: string | null
  /** The packet after which rooms may be asked for. */
  isWelcome: (packet: string) => boolean
  /** Packet that enters the room or learns where it stands, answered under this id. */
  enter: (id: number, room: RoomSeat) => string
  /** What has to be known of the room for `send`, from the answer to `enter`. */
  learn: (answer: string) => number
  send: (id: number, room: RoomSeat, epoch: number, body: string) => string
}

const engineAddress = (url: string) => `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`

const peer = {
  enter: (id: number, { number }: RoomSeat) => `42${id}["join",${number}]`,
  learn: () => 0,
  send: (id: number, { number }: RoomSeat, _epoch: number, body: string) =>
    `42${id}["say",${number},"${body}"]`,
}

export const dialects: Record<DialectName, Dialect> = {
  parley: {
    address: engineAddress,
    hello: `40{"protocol":${PROTOCOL_VERSION}}`,
    isWelcome: (packet) => packet.includes('"server:welcome"'),
    enter: (id, room) => `42${id}["history:page",{"roomId":"${room.id}","before":null,"limit":1}]`,
    learn: (answer) => Number(/"epoch":(\d+)/.exec(answer)?.[1] ?? 0),
    send: (id, room, epoch, body) =>
      `42${id}["message:send",{"roomId":"${room.id}","id":"${v7()}","body":"${body}","epoch":${epoch}}]`,
  },
  'socket.io': {
    address: engineAddress,
    hello: '40',
    isWelcome: (packet) => packet.startsWith('40'),
    ...peer,
  },
  ws: { address: (url) => url.replace('http', 'ws'), hello: null, isWelcome: () => true, ...peer },
}
