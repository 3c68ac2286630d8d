import type { RoomEventsPacket } from '@parley/protocol'
import { Server } from 'socket.io'
import { createRoomAdapter, type RoomAdapterParts } from './room-adapter'

/** What `broadcastEvents` needs of a Socket.IO server. */
export interface Emitter {
  to(channel: string): { emit(event: 'room:events', packet: RoomEventsPacket): unknown }
}

const ROOM_CHANNEL = 'room:'

/** The Socket.IO room of a room. Throws where the name would have 20 characters: the adapter takes those for socket ids. */
export function roomChannel(roomId: string): string {
  const channel = `${ROOM_CHANNEL}${roomId}`
  if (channel.length === 20) throw new TypeError(`a room id must not have 15 characters: ${roomId}`)
  return channel
}

/** The room whose channel this is; null for any other Socket.IO room. */
export function roomOfChannel(channel: string): string | null {
  return channel.startsWith(ROOM_CHANNEL) ? channel.slice(ROOM_CHANNEL.length) : null
}

/** To everybody who is in the room now, on whichever server; at most once. One room per emit, else it goes to every server. */
export function broadcastEvents(io: Emitter, packet: RoomEventsPacket): void {
  io.to(roomChannel(packet.roomId)).emit('room:events', packet)
}

export interface Broadcaster {
  broadcast(packet: RoomEventsPacket): void
  close(): Promise<void>
}

/** Broadcasts without serving anybody: a Socket.IO server with no http below it. For the persister. */
export function createBroadcaster(parts: RoomAdapterParts): Broadcaster {
  const io = new Server({ adapter: createRoomAdapter(parts), serveClient: false })
  return {
    broadcast: (packet) => broadcastEvents(io, packet),
    // Not io.close(): it fails where nothing was ever attached.
    close: async () => await io.of('/').adapter.close(),
  }
}
