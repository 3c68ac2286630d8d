import type { RoomEventsPacket } from '@parley/protocol'

/**
 * After a packet a room rests this long for each of its connections here. Milliseconds. To write one frame to one connection costs
 * about 0.008 ms, so no room takes more than a sixth of a server, however fast people write in it.
 */
const REST_PER_CONNECTION_MS = 0.05
/** Less than this is no rest: timers do not go finer, and a small room costs little. */
const LEAST_REST_MS = 1
/** Well below the time in which a client expects a gap to close by itself (250 ms). */
const MOST_REST_MS = 100
/** What may wait in one room. Above it the packet leaves at once. */
const MOST_WAITING = { events: 500, textLength: 256 * 1024 }

export interface RoomPace {
  /** Sends the packet to its room's connections here: at once, or with what follows it. */
  take(packet: RoomEventsPacket): void
  /** Nobody here is in the room any more. */
  forget(roomId: string): void
}

interface Resting {
  untilMs: number
  waiting: RoomEventsPacket | null
  timer?: NodeJS.Timeout
}

/**
 * Events that reach a busy room shortly after each other leave together in one packet: writing a frame costs more than all else on
 * a message's way, and a frame for each message and connection would cost a server most of its time. The first one after a pause
 * leaves at once, so nothing waits in a quiet room, or in a small one. The order of a room stays.
 */
export function createRoomPace(parts: {
  /** Connections here that are in the room. */
  countConnections: (roomId: string) => number
  send: (packet: RoomEventsPacket) => void
  nowMs: () => number
  restPerConnectionMs?: number
}): RoomPace {
  const { countConnections, send, nowMs, restPerConnectionMs = REST_PER_CONNECTION_MS } = parts
  const rooms = new Map<string, Resting>()

  function take(packet: RoomEventsPacket) {
    const { roomId } = packet
    const room = rooms.get(roomId)
    if (!room) return sendNow(packet)
    if (room.waiting && !follows(room.waiting, packet)) {
      sendNow(room.waiting, room)
      return take(packet)
    }
    // Also where the rest is over: on a busy server the timer may be late, and what waits goes first.
    room.waiting = room.waiting ? join(room.waiting, packet) : packet
    const restMs = room.untilMs - nowMs()
    if (restMs <= 0 || isFull(room.waiting)) return sendNow(room.waiting, room)
    room.timer ??= setTimeout(() => room.waiting && sendNow(room.waiting, room), restMs)
  }

  function sendNow(packet: RoomEventsPacket, room: Resting = { untilMs: 0, waiting: null }) {
    clearTimeout(room.timer)
    const restMs = Math.min(countConnections(packet.roomId) * restPerConnectionMs, MOST_REST_MS)
    Object.assign(room, { untilMs: nowMs() + restMs, waiting: null, timer: undefined })
    if (restMs < LEAST_REST_MS) rooms.delete(packet.roomId)
    else rooms.set(packet.roomId, room)
    send(packet)
  }

  function forget(roomId: string) {
    clearTimeout(rooms.get(roomId)?.timer)
    rooms.delete(roomId)
  }

  return { take, forget }
}

/** A packet holds no gap: where a publish was lost, what came after it stands in a packet of its own. */
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
