// The shared state of all fake servers of a test: rooms with their events, and the requests that came. It sequences like
// the real path (one seq per id and room, dense inside an epoch), so that a test can tell what each client should have
// seen.
import {
  foldAll,
  isMessage,
  type Failure,
  type MessageChange,
  type RoomEvent,
  type SequencedEvent,
  type SequencedMessage,
  type SyncAnswer,
} from '@parley/protocol'

export const ROOM = '01890000-0000-7000-8000-000000000001'
export const OTHER_ROOM = '01890000-0000-7000-8000-000000000002'

/** A server's behaviour for the next operation: answer it, refuse it, or apply it and never answer. */
export type SendBehaviour = 'answer' | 'swallow' | { refuse: Failure } | { afterMs: number }

type Change =
  | Pick<Extract<MessageChange, { kind: 'edit' }>, 'kind' | 'body'>
  | Pick<Extract<MessageChange, { kind: 'deletion' }>, 'kind'>
  | Pick<Extract<MessageChange, { kind: 'reaction' }>, 'kind' | 'emoji' | 'on'>

interface Asked {
  serverId: string
  event: string
  input: Record<string, unknown>
}

export type World = ReturnType<typeof createWorld>

export function createWorld() {
  const rooms = new Map<string, { epoch: number; seq: number; events: SequencedEvent[] }>()
  const asked: Asked[] = []
  /** One for each coming lookup of people. */
  const lookUpsToRefuse: boolean[] = []
  const listeners = new Set<(roomId: string, sequenced: SequencedEvent) => void>()
  const readListeners = new Set<(roomId: string, seq: number) => void>()
  const readSeqs = new Map<string, number>()
  let count = 0

  function roomOf(roomId: string) {
    const room = rooms.get(roomId) ?? { epoch: 1_000, seq: 1_000, events: [] }
    rooms.set(roomId, room)
    return room
  }

  function byBo(roomId: string) {
    const id = `01890000-0000-7000-8000-1${String(count++).padStart(11, '0')}`
    return { id, roomId, authorId: 'p-other', authorName: 'Bo', at: 1 }
  }

  function say(event: RoomEvent): SequencedEvent {
    const room = roomOf(event.roomId)
    const known = room.events.find((each) => each.event.id === event.id)
    if (known) return known
    const sequenced = { seq: ++room.seq, epoch: room.epoch, event }
    room.events.push(sequenced)
    return sequenced
  }

  /** In their current state. */
  function messages(roomId = ROOM): SequencedMessage[] {
    const { events } = roomOf(roomId)
    const changes = events.flatMap(({ seq, event }) => (event.kind === 'message' ? [] : [{ seq, event }]))
    return foldAll(events.filter(isMessage), changes)
  }

  return {
    asked,
    lookUpsToRefuse,
    askedFor: (event: string) => asked.filter((each) => each.event === event),
    events: (roomId = ROOM) => roomOf(roomId).events,
    messages,
    bodies: (roomId = ROOM) => messages(roomId).map(({ event }) => event.body),
    hasMessage: (roomId: string, id: string) => messages(roomId).some(({ event }) => event.id === id),
    has: (id: string) =>
      [...rooms.values()].some(({ events }) => events.some(({ event }) => event.id === id)),
    isDeleted: (roomId: string, id: string) =>
      messages(roomId).some(({ event, changes }) => event.id === id && changes?.deleted),
    head(roomId = ROOM) {
      const { epoch, seq } = roomOf(roomId)
      const last = messages(roomId).findLast((message) => message.epoch === epoch)
      return { roomId, epoch, seq, said: last?.seq ?? 0 }
    },
    /** As the list of rooms names it. */
    lastKept: (roomId = ROOM) => messages(roomId).findLast(({ changes }) => !changes?.deleted)?.seq ?? 0,
    readSeq: (roomId = ROOM) => readSeqs.get(roomId) ?? 0,
    /** Returns the current mark. */
    read(roomId: string, seq: number): number {
      const before = this.readSeq(roomId)
      const read = Math.max(before, Math.min(seq, roomOf(roomId).seq))
      readSeqs.set(roomId, read)
      if (read > before) for (const listener of readListeners) listener(roomId, read)
      return read
    },
    onRead(listener: (roomId: string, seq: number) => void): () => void {
      readListeners.add(listener)
      return () => void readListeners.delete(listener)
    },
    say,
    /** Another person sends a message; `isTold: false` loses the packet on its way. */
    hear(body: string, { roomId = ROOM, isTold = true } = {}): SequencedEvent {
      const sequenced = say({ kind: 'message', ...byBo(roomId), body })
      if (isTold) this.tell(sequenced)
      return sequenced
    },
    /** Another person changes a message. */
    hearChange(messageId: string, change: Change, { roomId = ROOM, isTold = true } = {}): SequencedEvent {
      const sequenced = say({ ...change, ...byBo(roomId), messageId })
      if (isTold) this.tell(sequenced)
      return sequenced
    },
    tell(sequenced: SequencedEvent) {
      for (const listener of listeners) listener(sequenced.event.roomId, sequenced)
    },
    onTold(listener: (roomId: string, sequenced: SequencedEvent) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Redis lost its data: a new epoch begins. */
    beginEpoch(roomId = ROOM) {
      const room = roomOf(roomId)
      room.epoch += 1_000_000
      room.seq = room.epoch
    },
    page(roomId: string, before: number | null) {
      const { epoch, seq } = roomOf(roomId)
      const below = messages(roomId).filter((event) => before === null || event.seq < before)
      return { epoch, seq, events: below.slice(-50), more: below.length > 50 }
    },
    sync(cursor: { roomId: string; epoch: number; seq: number }): SyncAnswer {
      const { epoch, seq, events } = roomOf(cursor.roomId)
      if (cursor.epoch !== epoch || cursor.seq > seq) return { kind: 'reload', roomId: cursor.roomId }
      const missed = events.filter((event) => event.seq > cursor.seq)
      return { kind: 'events', roomId: cursor.roomId, epoch, seq, events: missed }
    },
  }
}
