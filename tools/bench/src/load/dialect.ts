// A system's protocol over its websockets.
export type DialectName = 'parley' | 'socket.io' | 'ws' | 'centrifugo'

export interface RoomSeat {
  id: string
  /** In this run, from 0. */
  number: number
  /** The cursor of the client; 0 if a system has none. */
  epoch: number
  seq: number
}

export interface Dialect {
  address: (url: string) => string
  /** Sent when the transport is open, or when the server confirms that; null: nothing. */
  hello: string | null
  saysHelloFirst: boolean
  pong: string
  /** For an answer: the id of its request. */
  kindOf: (packet: string) => 'ping' | 'open' | 'welcome' | 'answer' | 'said' | 'refused' | 'other'
  idOf: (answer: string) => number
  /** The code, if the answer is a refusal. */
  refusalIn: (answer: string) => string | null
  /** One frame may hold several. */
  packetsIn: (frame: string) => string[]
  /** The packet that enters all rooms of a seat, or requests the missed events there, answered with this id. */
  enter: (id: number, rooms: readonly RoomSeat[]) => string
  send: (id: number, room: RoomSeat, body: string) => string
}
