import { WebSocket } from 'ws'
import type { Dialect, RoomSeat } from './dialect'

export interface Seat {
  url: string
  /** The session, if the system has sessions. */
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
  /** A packet that the server sent unasked. `bytes`: with the frame's header. */
  onSaid: (client: Client, packet: string, bytes: number) => void
  onLost: (why: string) => void
}

const OPEN_LIMIT_MS = 30_000

/** Resolves when it is welcomed. */
export function openClient(seat: Seat, dialect: Dialect, events: ClientEvents): Promise<Client> {
  const headers = {
    origin: seat.url,
    ...(seat.cookie === null ? {} : { cookie: seat.cookie }),
  }
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
    socket.on('open', () => {
      if (dialect.hello === null) ready()
      else if (dialect.saysHelloFirst) socket.send(dialect.hello)
    })
    socket.on('message', (frame: Buffer) => {
      for (const packet of dialect.packetsIn(frame.toString('latin1'))) read(packet)
    })

    function read(packet: string) {
      switch (dialect.kindOf(packet)) {
        case 'said':
          return events.onSaid(client, packet, packet.length + (packet.length < 126 ? 2 : 4))
        case 'answer':
          return events.onAnswer(dialect.idOf(packet), packet)
        case 'ping':
          return socket.send(dialect.pong)
        case 'open':
          return socket.send(dialect.hello!)
        case 'welcome':
          return ready()
        case 'refused':
          return fail(packet)
        case 'other':
          return
      }
    }
  })
}
