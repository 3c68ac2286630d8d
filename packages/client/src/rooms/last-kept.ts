// The last message of a room that is not deleted. The list of rooms gives it; later events move it.
import { isMessage, type SequencedEvent, type RoomId } from '@parley/protocol'

/**
 * This many messages of a room are known by their ids. The result of deleting an older one is known only to the server.
 */
const MESSAGES_AT_MOST = 100

interface Heard {
  /** The last message that the server named, or that is known only by its seq. */
  base: number
  /** It is not deleted, as far as any event told. */
  isSure: boolean
  /** The highest seq of any event heard; 0: none yet. */
  upTo: number
  /** The highest seq of a message, deleted or not. */
  said: number
  messages: Map<string, { seq: number; isDeleted: boolean }>
}

interface LastKept {
  heard: (roomId: RoomId, sequenced: SequencedEvent) => void
  /** A head counts deleted messages: it tells that something was missed, not what. */
  head: (roomId: RoomId, head: { seq: number; said: number }) => void
  /** For `loaded`: events heard while the list is on its way may be missing in it. */
  mark: () => ReadonlyMap<string, number>
  loaded: (roomId: RoomId, lastSeq: number, mark: ReadonlyMap<string, number>) => void
  lastSeq: (roomId: RoomId) => number
  /** Whether a missed event decides if there is anything unread beyond this seq. */
  isInDoubt: (roomId: RoomId, readSeq: number) => boolean
  clear: () => void
}

export function createLastKept(): LastKept {
  const rooms = new Map<string, Heard>()

  function of(roomId: RoomId): Heard {
    const room = rooms.get(roomId) ?? { base: 0, isSure: true, upTo: 0, said: 0, messages: new Map() }
    rooms.set(roomId, room)
    return room
  }

  function heard(roomId: RoomId, sequenced: SequencedEvent): void {
    const { seq, event } = sequenced
    const room = of(roomId)
    if (room.upTo > 0 && seq > room.upTo + 1) miss(room)
    room.upTo = Math.max(room.upTo, seq)
    if (event.kind === 'deletion') remember(room, event.messageId, null, true)
    if (!isMessage(sequenced)) return
    room.said = Math.max(room.said, seq)
    remember(room, event.id, seq, Boolean(sequenced.changes?.deleted))
  }

  function head(roomId: RoomId, { seq, said }: { seq: number; said: number }): void {
    const room = of(roomId)
    if (seq <= room.upTo) return
    miss(room)
    room.upTo = seq
    if (said > room.said) room.base = Math.max(room.base, said)
    room.said = Math.max(room.said, said)
  }

  function mark(): ReadonlyMap<string, number> {
    return new Map([...rooms].map(([roomId, { upTo }]) => [roomId, upTo]))
  }

  function loaded(roomId: RoomId, lastSeq: number, mark: ReadonlyMap<string, number>): void {
    const room = of(roomId)
    const isWhole = room.upTo === (mark.get(roomId) ?? 0)
    room.base = isWhole ? lastSeq : Math.max(room.base, lastSeq)
    room.isSure = isWhole
    room.said = Math.max(room.said, lastSeq)
    if (!isWhole) return
    for (const [id, { seq, isDeleted }] of room.messages)
      if (!isDeleted && seq > lastSeq) room.messages.delete(id)
  }

  return {
    heard,
    head,
    mark,
    loaded,
    lastSeq: (roomId) => Math.max(of(roomId).base, lastHeard(of(roomId))),
    isInDoubt(roomId, readSeq) {
      const room = of(roomId)
      return !room.isSure && room.base > readSeq && lastHeard(room) <= readSeq
    },
    clear: () => rooms.clear(),
  }
}

/** `seq`: null if it is not told. A deletion is final, in whatever order the two come. */
function remember(room: Heard, id: string, seq: number | null, isDeleted: boolean): void {
  const known = room.messages.get(id)
  const lastSeq = seq ?? known?.seq ?? 0
  if (isDeleted && (lastSeq === 0 || lastSeq === room.base)) room.isSure = false
  room.messages.set(id, { seq: lastSeq, isDeleted: isDeleted || known?.isDeleted === true })
  const [oldest] = room.messages.entries()
  if (room.messages.size <= MESSAGES_AT_MOST || !oldest) return
  room.messages.delete(oldest[0])
  if (!oldest[1].isDeleted) room.base = Math.max(room.base, oldest[1].seq)
}

/** A missed event may have deleted any of them. */
function miss(room: Heard): void {
  room.base = Math.max(room.base, lastHeard(room))
  room.isSure = false
  for (const [id, { isDeleted }] of room.messages) if (!isDeleted) room.messages.delete(id)
}

function lastHeard({ messages }: Heard): number {
  let last = 0
  for (const { seq, isDeleted } of messages.values()) if (!isDeleted) last = Math.max(last, seq)
  return last
}
