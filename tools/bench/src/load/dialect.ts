// How a system is spoken to over its websockets.
export type DialectName = 'parley' | 'socket.io' | 'ws' | 'centrifugo'

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
  /** Sent once the transport is open, or once the server says that it is; null: nothing. */
  hello: string | null
  saysHelloFirst: boolean
  pong: string
  /** Of an answer: under which id something was asked. */
  kindOf: (packet: string) => 'ping' | 'open' | 'welcome' | 'answer' | 'said' | 'refused' | 'other'
  idOf: (answer: string) => number
  /** The code, where an answer is none. */
  refusalIn: (answer: string) => string | null
  /** One frame may hold several. */
  packetsIn: (frame: string) => string[]
  /** The packet that enters all rooms of a seat, or asks for what was missed there, answered under this id. */
  enter: (id: number, rooms: readonly RoomSeat[]) => string
  send: (id: number, room: RoomSeat, body: string) => string
}
