import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RoomEventsPacket } from '@parley/protocol'
import { Server } from 'socket.io'
import { io as connectSocket, type Socket } from 'socket.io-client'
import { expect, vi } from 'vitest'
import { createRoomAdapter, roomChannel } from '../src'
import type { RedisClient } from '../src/script'

export interface ChatServer {
  io: Server
  /** The guard's reports, by operation. */
  degraded: string[]
  /** The channels whose subscription Redis refuses. */
  refused: string[]
  /** A client connected to this server; the server lets it join and leave on request. */
  connect(): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  socket: Socket
  heard: number[]
  join(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
}

/** A Socket.IO server like ours, with connections of its own. */
export async function startChatServer(
  redis: { connect(role?: 'commands' | 'subscriber'): Promise<RedisClient> },
  pace: { rest?: (connections: number) => number } = {},
): Promise<ChatServer> {
  const degraded: string[] = []
  const refused: string[] = []
  const http = createServer()
  const io = new Server(http, {
    adapter: createRoomAdapter({
      ...pace,
      publisher: await redis.connect(),
      subscriber: await redis.connect('subscriber'),
      onDegraded: (operation, error) => {
        degraded.push(operation)
        const { command } = error as { command?: { args: string[] } }
        if (command) refused.push(command.args[0]!)
      },
    }),
  })
  io.on('connection', (socket) => {
    socket.on('join', async (roomId: string, done: () => void) => {
      await socket.join(roomChannel(roomId))
      done()
    })
    socket.on('leave', async (roomId: string, done: () => void) => {
      await socket.leave(roomChannel(roomId))
      done()
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const sockets: Socket[] = []

  return {
    io,
    degraded,
    refused,
    async connect() {
      const { port } = http.address() as AddressInfo
      const socket = connectSocket(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
      sockets.push(socket)
      const heard: number[] = []
      socket.on('room:events', ({ events }: RoomEventsPacket) => heard.push(...events.map(({ seq }) => seq)))
      await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
      return {
        socket,
        heard,
        join: async (roomId) => void (await socket.emitWithAck('join', roomId)),
        leave: async (roomId) => void (await socket.emitWithAck('leave', roomId)),
      }
    },
    async close() {
      for (const socket of sockets) socket.disconnect()
      await io.close()
    },
  }
}

/** Emits to a room like a server's other announcements. */
export function emitToRoom(io: Server, packet: RoomEventsPacket): void {
  io.to(roomChannel(packet.roomId)).emit('room:events', packet)
}

/** A packet with one event, for tests that only check its seq. */
export function packet(roomId: string, seq: number): RoomEventsPacket {
  const event = {
    kind: 'message' as const,
    id: '01890000-0000-7000-8000-00000000000a',
    roomId,
    authorId: 'ada',
    authorName: 'Ada',
    body: 'hello',
    at: 0,
  }
  return { roomId, epoch: 1, events: [{ seq, event }] }
}

/** Sends new packets until the client gets one of them: the adapter does not tell when it has subscribed. */
export async function expectHears(person: Person, say: (seq: number) => void): Promise<void> {
  let seq = 1000 + person.heard.length
  const before = person.heard.length
  await vi.waitFor(
    () => {
      say(seq++)
      expect(person.heard.length).toBeGreaterThan(before)
    },
    { timeout: 15_000, interval: 100 },
  )
}
