import * as z from 'zod/mini'
import { epoch, personId, roomId, seq } from './ids'
import { failure } from './rest'
import { roomEvent } from './room-event'

/** The first event of a connection, sent once. */
const welcome = z.strictObject({
  serverId: z.string(),
  protocol: z.int(),
  person: z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() }),
})

/** The events of one room in a batch, ascending without a gap. */
const roomEvents = z.strictObject({
  roomId,
  epoch,
  events: z.array(z.strictObject({ seq, event: roomEvent })).check(z.minLength(1)),
})
export type RoomEventsPacket = z.infer<typeof roomEvents>

/**
 * The head of a room, sent when a server finds that its clients may have missed events. `said`: the seq of the last
 * message, 0 when this epoch has none, or when it is unknown.
 */
const roomHead = z.strictObject({ roomId, epoch, seq, said: seq })

/** The room list of this person changed on some device: the person `joined` or `left` the room. */
const roomsChanged = z.strictObject({ roomId, change: z.enum(['joined', 'left']) })

/** This person has read further, on some device. Read marks only rise, and this is the current one. */
const readMarked = z.strictObject({ roomId, seq })

/** Something about this person changed, on some device: a guest has an account now, or the name is another. */
const personChanged = z.strictObject({
  person: z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() }),
})

/**
 * These people have another name, or an account now; messages keep the name under which they were written. Each server
 * sends it at most once in a second.
 */
const peopleChanged = z.strictObject({
  people: z.array(z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() })),
})

/**
 * Public rooms were created or changed, this one last; a client that shows the directory may reload it. Each server sends
 * it at most once in 5 s.
 */
const directoryChanged = z.strictObject({ roomId })

/** Redis is down or back: messages between servers are late until `delayed` is false again. */
const liveState = z.strictObject({ delayed: z.boolean() })

/**
 * The server accepts messages again after it refused them for a while: send the waiting ones at a random moment within
 * this time.
 */
const sendsResumed = z.strictObject({ withinMs: z.int().check(z.nonnegative()) })

/** This server stops: connect again, to any server, at a random moment within this time. */
const serverLeaving = z.strictObject({ withinMs: z.int().check(z.nonnegative()) })

/** A request without an acknowledgement callback was refused. A refusal is never silent. */
const requestFailed = z.strictObject({ event: z.string(), failure })

/** Everything that a server may send unasked. */
export const serverEvents = {
  'server:welcome': welcome,
  'server:leaving': serverLeaving,
  'live:state': liveState,
  'sends:resumed': sendsResumed,
  'room:events': roomEvents,
  'room:head': roomHead,
  'rooms:changed': roomsChanged,
  'read:marked': readMarked,
  'person:changed': personChanged,
  'people:changed': peopleChanged,
  'directory:changed': directoryChanged,
  'request:failed': requestFailed,
} as const

export type ServerEvent = keyof typeof serverEvents
export type ServerPayload<E extends ServerEvent> = z.infer<(typeof serverEvents)[E]>
