import * as z from 'zod/mini'
import { epoch, personId, roomId, seq } from './ids'
import { failure } from './rest'
import { roomEvent } from './room-event'

/** Said once per connection, first. */
const welcome = z.strictObject({
  serverId: z.string(),
  protocol: z.int(),
  person: z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() }),
})

/** What one batch holds for one room, in rising order without a gap. */
const roomEvents = z.strictObject({
  roomId,
  epoch,
  events: z.array(z.strictObject({ seq, event: roomEvent })).check(z.minLength(1)),
})
export type RoomEventsPacket = z.infer<typeof roomEvents>

/**
 * How far a room has come: told when a server finds that its people may have missed something. `said`: the number of its
 * last message, 0 when none was said in this epoch, or nobody looked.
 */
const roomHead = z.strictObject({ roomId, epoch, seq, said: seq })

/** The list of rooms of this person changed on some device: `joined` and `left` name the room. */
const roomsChanged = z.strictObject({ roomId, change: z.enum(['joined', 'left']) })

/** This person has read further, on some device. Marks only rise, and this is where the mark stands. */
const readMarked = z.strictObject({ roomId, seq })

/** Public rooms were created or changed, this one last; whoever shows the directory may load it again. Each server says it at most once in 5 s. */
const directoryChanged = z.strictObject({ roomId })

/** Redis is away or back: messages between servers are late until `delayed` is false again. */
const liveState = z.strictObject({ delayed: z.boolean() })

/** Messages are taken again, after they were refused for a while: send what waits, at a random moment within this time. */
const sendsResumed = z.strictObject({ withinMs: z.int().check(z.nonnegative()) })

/** This server stops: connect again, to any server, at a random moment within this time. */
const serverLeaving = z.strictObject({ withinMs: z.int().check(z.nonnegative()) })

/** A request that came without an acknowledgement callback was refused: never silence. */
const requestFailed = z.strictObject({ event: z.string(), failure })

/** Everything a server may say by itself. */
export const serverEvents = {
  'server:welcome': welcome,
  'server:leaving': serverLeaving,
  'live:state': liveState,
  'sends:resumed': sendsResumed,
  'room:events': roomEvents,
  'room:head': roomHead,
  'rooms:changed': roomsChanged,
  'read:marked': readMarked,
  'directory:changed': directoryChanged,
  'request:failed': requestFailed,
} as const

export type ServerEvent = keyof typeof serverEvents
export type ServerPayload<E extends ServerEvent> = z.infer<(typeof serverEvents)[E]>
