import { WebSocket } from 'ws'
import type { Dialect, RoomSeat } from './dialect'

export interface Seat {
  url: string
  /** The session, where the system has sessions. */
  cookie: string | null
  rooms: RoomSeat[]
}

export interface Client {
  readonly seat: Seat
  send: (packet: string) => void
  close: () => void
}

export interface ClientEvents {
  onAnswer: (id: number, packet: string) => void
  /** Said by the server itself. `bytes`: with the frame's header. */
  onSaid: (client: Client, packet: string, bytes: number) => void
  onLost: (why: string) => void
}

const OPEN_LIMIT_MS = 30_000
const [PING, MESSAGE, EVENT, ANSWER] = ['2', '4', '2', '3'].map((each) => each.charCodeAt(0))

/** Resolves once it is welcome. */
export function openClient(seat: Seat, dialect: Dialect, events: ClientEvents): Promise<Client> {
  const headers = { origin: seat.url, ...(seat.cookie === null ? {} : { cookie: seat.cookie }) }
  const socket = new WebSocket(dialect.address(seat.url), {
    headers,
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })
  const client: Client = {
    seat,
    send: (packet) => socket.send(packet),
    close() {
      isClosing = true
      socket.terminate()
    },
  }
  let isClosing = false
  let isReady = false

  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => fail('no welcome in time'), OPEN_LIMIT_MS)
    function fail(why: string) {
      if (isClosing) return
      clearTimeout(limit)
      if (isReady) events.onLost(why)
      else reject(new Error(`${seat.url}: ${why}`))
      client.close()
    }
    function ready() {
      clearTimeout(limit)
      isReady = true
      resolve(client)
    }
    socket.on('error', (error) => fail(error.message))
    socket.on('close', (code) => fail(`closed (${code})`))
    socket.on('open', () => (dialect.hello === null ? ready() : undefined))
    socket.on('message', (frame: Buffer) => {
      if (frame[0] === PING) return socket.send('3')
      if (frame[0] !== MESSAGE) return frame[0] === '0'.charCodeAt(0) && socket.send(dialect.hello!)
      const packet = frame.toString('latin1')
      if (frame[1] === ANSWER) return events.onAnswer(parseInt(packet.slice(2)), packet)
      if (packet.startsWith('44')) return fail(packet)
      if (!isReady && dialect.isWelcome(packet)) return ready()
      if (frame[1] === EVENT) events.onSaid(client, packet, frame.length + (frame.length < 126 ? 2 : 4))
    })
  })
}
