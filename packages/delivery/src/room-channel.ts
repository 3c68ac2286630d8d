import type { RoomEventsPacket } from '@parley/protocol'
import { MessageType } from 'socket.io-adapter'
import { PacketType } from 'socket.io-parser'

const NAMESPACE = '/'
/** What Redis channels begin with. The default of @socket.io/redis-adapter. */
export const CHANNEL_PREFIX = 'socket.io'
/** Who publishes what was sequenced. No server has this `uid`, so the one that asked delivers it to its own people, too. */
const SEQUENCER = 'sequencer'
const ROOM = /^room:\{(.*)\}$/

/**
 * The Socket.IO room of a room. With its hash tag the Redis channel of it lies where the room's keys lie, so that one script may
 * write these and publish there. Throws where the name would have 20 characters: the adapter takes those for socket ids.
 */
export function roomChannel(roomId: string): string {
  const channel = `room:{${roomId}}`
  if (channel.length === 20) throw new TypeError(`a room id must not have 13 characters: ${roomId}`)
  return channel
}

/** The room whose channel this is; null for any other Socket.IO room. */
export function roomOfChannel(channel: string): string | null {
  return ROOM.exec(channel)?.[1] ?? null
}

/**
 * How @socket.io/redis-adapter 8.3 says "to everybody in this room: room:events": the channel in Redis, then the text before the
 * epoch, between the epoch and the events, and after them.
 */
export function roomEnvelope(
  roomId: string,
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

/** What stands in an envelope, as an adapter got it; null for anything else that it got. */
export function sequencedPacket(message: unknown): RoomEventsPacket | null {
  const { uid, data } = message as { uid: unknown; data: { packet: { data: [string, RoomEventsPacket] } } }
  return uid === SEQUENCER ? data.packet.data[1] : null
}
