import type { RoomEventsPacket, RoomId } from '@parley/protocol'
import { MessageType } from 'socket.io-adapter'
import { PacketType } from 'socket.io-parser'

const NAMESPACE = '/'
/** The prefix of Redis channels. The default of @socket.io/redis-adapter. */
export const CHANNEL_PREFIX = 'socket.io'
/**
 * The publisher of sequenced events. No server has this `uid`, so the server that called the script sends them to its own
 * clients, too.
 */
const SEQUENCER = 'sequencer'
const ROOM = /^room:\{(.*)\}$/

/**
 * The Socket.IO room of a room. Its hash tag puts its Redis channel on the node of the room's keys, so that one script
 * may write these and publish there. Throws if the name would have 20 characters: the adapter takes those for socket ids.
 */
export function roomChannel(roomId: RoomId): string {
  const channel = `room:{${roomId}}`
  if (channel.length === 20) throw new TypeError(`a room id must not have 13 characters: ${roomId}`)
  return channel
}

/** The room of this channel; null for any other Socket.IO room. */
export function roomOfChannel(channel: string): string | null {
  return ROOM.exec(channel)?.[1] ?? null
}

/**
 * The message of @socket.io/redis-adapter 8.3 for "to this room: room:events": the channel in Redis, then the text before
 * the epoch, between the epoch and the events, and after them.
 */
export function roomEnvelope(
  roomId: RoomId,
): [channel: string, before: string, between: string, after: string] {
  const channel = roomChannel(roomId)
  const opts = `{"rooms":[${JSON.stringify(channel)}],"except":[],"flags":{}}`
  const packet = `{"type":${PacketType.EVENT},"nsp":"${NAMESPACE}","data":["room:events",{"roomId":${JSON.stringify(roomId)},"epoch":`
  return [
    `${CHANNEL_PREFIX}#${NAMESPACE}#${channel}#`,
    `{"uid":"${SEQUENCER}","nsp":"${NAMESPACE}","type":${MessageType.BROADCAST},"data":{"opts":${opts},"packet":${packet}`,
    ',"events":[',
    ']}]}}}',
  ]
}

/** The packet of an envelope that an adapter got; null for any other message. */
export function sequencedPacket(message: unknown): RoomEventsPacket | null {
  const { uid, data } = message as { uid: unknown; data: { packet: { data: [string, RoomEventsPacket] } } }
  return uid === SEQUENCER ? data.packet.data[1] : null
}
