import type { RoomEventsPacket, RoomId } from '@parley/protocol'

/**
 * How long a room rests after a packet, by its connections here. Milliseconds. Writing one frame to one connection costs
 * about 0.008 ms: a room with 100 connections rests 20 ms and takes 4 % of a server, one with 500 rests 35 ms and takes
 * 11 %, however many messages they get. Nobody notices 20 ms in a room that gets more than fifty messages a second.
 */
function restMs(connections: number): number {
  return Math.min(0.2 * connections, 20 + 0.03 * connections, MOST_REST_MS)
}
/** A shorter rest is skipped: timers are not finer, and a small room costs little. Milliseconds. */
const LEAST_REST_MS = 1
/** Well below the time in which a client expects a gap to close by itself (250 ms). Milliseconds. */
const MOST_REST_MS = 100
/** Limits of the waiting events of one room. Above them the packet leaves at once. */
const MOST_WAITING = { events: 500, textLength: 256 * 1024 }

/** Milliseconds for a number of connections. */
export type Rest = (connections: number) => number

export interface RoomPace {
  /** Sends the packet to its room's connections here: at once, or with the following ones. */
  take(packet: RoomEventsPacket): void
  /** The room has no connections here any more. */
  forget(roomId: RoomId): void
}

interface Resting {
  untilMs: number
  waiting: RoomEventsPacket | null
  timer?: NodeJS.Timeout
}

/**
 * Events that reach a busy room shortly after each other leave together in one packet: writing a frame costs more than
 * everything else on a message's path, and a frame for each message and connection would cost a server most of its time.
 * The first one after a pause leaves at once, so nothing waits in a quiet room, or in a small one. The order of a room
 * stays.
 */
export function createRoomPace(parts: {
  /** The room's connections here. */
  countConnections: (roomId: RoomId) => number
  send: (packet: RoomEventsPacket) => void
  nowMs: () => number
  rest?: Rest
}): RoomPace {
  const { countConnections, send, nowMs, rest = restMs } = parts
  const rooms = new Map<string, Resting>()

  function take(packet: RoomEventsPacket) {
    const { roomId } = packet
    const room = rooms.get(roomId)
    if (!room) return sendNow(packet)
    if (room.waiting && !follows(room.waiting, packet)) {
      sendNow(room.waiting, room)
      return take(packet)
    }
    // Also after the rest: on a busy server the timer may be late, and waiting events go first.
    room.waiting = room.waiting ? join(room.waiting, packet) : packet
    const leftMs = room.untilMs - nowMs()
    if (leftMs <= 0 || isFull(room.waiting)) return sendNow(room.waiting, room)
    room.timer ??= setTimeout(() => room.waiting && sendNow(room.waiting, room), leftMs)
  }

  function sendNow(packet: RoomEventsPacket, room: Resting = { untilMs: 0, waiting: null }) {
    clearTimeout(room.timer)
    const ms = rest(countConnections(packet.roomId))
    Object.assign(room, { untilMs: nowMs() + ms, waiting: null, timer: undefined })
    if (ms < LEAST_REST_MS) rooms.delete(packet.roomId)
    else rooms.set(packet.roomId, room)
    send(packet)
  }

  function forget(roomId: RoomId) {
    clearTimeout(rooms.get(roomId)?.timer)
    rooms.delete(roomId)
  }

  return { take, forget }
}

/** A packet holds no gap: after a lost publish the next events get a packet of their own. */
function follows(before: RoomEventsPacket, after: RoomEventsPacket): boolean {
  return before.epoch === after.epoch && before.events.at(-1)!.seq + 1 === after.events[0]?.seq
}

function join(before: RoomEventsPacket, after: RoomEventsPacket): RoomEventsPacket {
  return { ...before, events: [...before.events, ...after.events] }
}

function isFull({ events }: RoomEventsPacket): boolean {
  const textLength = events.reduce((sum, { event }) => sum + ('body' in event ? event.body.length : 0), 0)
  return events.length >= MOST_WAITING.events || textLength >= MOST_WAITING.textLength
}
