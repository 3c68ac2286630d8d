// The rooms that a client on the bare protocol watches: it records arriving events and requests missing ones until none
// is missing. A second implementation of the protocol's rules besides the SDK's, so that one may reveal the other's bug.
import type { ClientOutput, RoomEventsPacket, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { now, sayingOf, type Recorder } from '@parley/testkit/history'
import { jitterMs, type Random } from '../random'
import type { Cursor } from './client'
import type { Ask } from './raw-connection'
import { answered, hasGap, note, viewFrom, type RawView } from './raw-view'

type Page = ClientOutput<'history:page'>

export interface RawWatch {
  roomIds: () => string[]
  watch: (roomId: string) => void
  unwatch: (roomId: string) => void
  cursorOf: (roomId: string) => Cursor | null
  /** The latest messages that are not known to be deleted, newest last. */
  recent: (roomId: string) => readonly string[]
  /** No request is open and no gap is known. */
  isComplete: () => boolean
  connected: () => void
  lost: () => void
  arrived: (packet: RoomEventsPacket) => void
  head: (head: { roomId: string; epoch: number; seq: number }) => void
  /** Asks again: the client joined on another server a moment ago. */
  refresh: (roomId: string) => void
}

interface Watched {
  /** Null until the first page has come. */
  view: RawView | null
  /** The newest page must be loaded, and older ones down to the known position. */
  mustLoad: boolean
  mustSync: boolean
  /** The furthest head that a server told: it may come while an answer, or a page, from before it is on its way. */
  head: Cursor | null
  isAsking: boolean
  attempt: number
  timer?: ReturnType<typeof setTimeout>
  /** Events that came while a page was loading. */
  early: Cursor[]
  recent: string[]
}

const PAGE = 100
const MOST_RECENT = 20
const GAP_TIMEOUT_MS = 250

export function createRawWatch({
  client,
  ask,
  isOnline,
  recorder,
  onComplete,
  onComplaint,
  random,
}: {
  client: string
  ask: Ask
  isOnline: () => boolean
  recorder: Recorder
  /** Called when nothing is missing any more. */
  onComplete: () => void
  onComplaint: (what: string) => void
  random: Random
}): RawWatch {
  const rooms = new Map<string, Watched>()
  let syncing: ReturnType<typeof setTimeout> | undefined

  function saw(roomId: string, epoch: number, { seq, event, changes }: Omit<SequencedEvent, 'epoch'>): void {
    const { id } = event
    recorder.observe({
      kind: 'saw',
      client,
      room: roomId,
      id,
      seq,
      epoch,
      ...(isAsSaid(event, changes) && { saying: sayingOf(event) }),
      at: now(),
    })
    if (!changes?.deleted) remember(roomId, event)
  }

  function remember(roomId: string, event: SequencedEvent['event']): void {
    const recent = rooms.get(roomId)?.recent
    if (!recent) return
    const known = recent.indexOf(event.kind === 'deletion' ? event.messageId : event.id)
    if (known >= 0) recent.splice(known, 1)
    if (event.kind === 'message') recent.push(event.id)
    if (recent.length > MOST_RECENT) recent.shift()
  }

  function arrived({ roomId, epoch, events }: RoomEventsPacket): void {
    for (const event of events) saw(roomId, epoch, event) // even of a room that was left: these clients exist to see that
    const room = rooms.get(roomId)
    if (!room) return
    if (!room.view || room.mustLoad) {
      for (const { seq } of events) room.early.push({ epoch, seq })
      return
    }
    if (epoch === room.view.epoch) for (const { seq } of events) note(room.view, seq)
    else if (epoch > room.view.epoch)
      needPage(
        roomId,
        room,
        events.map(({ seq }) => ({ epoch, seq })),
      )
    consider(roomId, room)
  }

  function head({ roomId, epoch, seq }: { roomId: string; epoch: number; seq: number }): void {
    const room = rooms.get(roomId)
    if (!room) return
    if (!room.head || epoch > room.head.epoch || (epoch === room.head.epoch && seq > room.head.seq))
      room.head = { epoch, seq }
    if (!room.view || room.mustLoad) return
    if (epoch > room.view.epoch) needPage(roomId, room, [])
    consider(roomId, room)
  }

  function needPage(roomId: string, room: Watched, early: readonly Cursor[]): void {
    room.mustLoad = true
    room.early.push(...early)
    plan(roomId, room, random() * GAP_TIMEOUT_MS)
  }

  function consider(roomId: string, room: Watched): void {
    if (room.isAsking) return
    if (room.mustLoad) plan(roomId, room, random() * GAP_TIMEOUT_MS)
    else if (lacksEvents(room)) plan(roomId, room, GAP_TIMEOUT_MS)
    else calm(room)
  }

  function calm(room: Watched): void {
    clearTimeout(room.timer)
    room.timer = undefined
    room.attempt = 0
    if (isComplete()) onComplete()
  }

  function plan(roomId: string, room: Watched, delayMs: number): void {
    if (room.timer || room.isAsking || !isOnline()) return
    room.timer = setTimeout(() => {
      room.timer = undefined
      due(roomId, room)
    }, delayMs)
  }

  function due(roomId: string, room: Watched): void {
    if (!isOnline() || room.isAsking || rooms.get(roomId) !== room) return
    if (room.mustLoad) void load(roomId, room)
    else if (lacksEvents(room)) syncSoon(room)
    else calm(room)
  }

  // Rooms that are due together share one request.
  function syncSoon(room: Watched): void {
    room.mustSync = true
    syncing ??= setTimeout(() => {
      syncing = undefined
      void sync()
    }, 0)
  }

  async function sync(): Promise<void> {
    const asked = [...rooms].flatMap(([roomId, room]) =>
      room.mustSync && !room.isAsking && !room.mustLoad && room.view
        ? [{ roomId, room, epoch: room.view.epoch, seq: room.view.cursor }]
        : [],
    )
    if (asked.length === 0 || !isOnline()) return
    for (const { room } of asked) begin(room)
    recorder.observe({ kind: 'asked', client, at: now() })
    const answer = await ask('rooms:sync', {
      rooms: asked.map(({ roomId, epoch, seq }) => ({ roomId, epoch, seq })),
    })
    const answers = answer?.ok ? (answer.value as ClientOutput<'rooms:sync'>).rooms : []
    if (answer && !answer.ok && !answer.failure.retryable) onComplaint(`rooms:sync: ${answer.failure.code}`)
    const byRoom = new Map(answers.map((each) => [each.roomId, each]))
    for (const { roomId, room, epoch } of asked) {
      room.isAsking = false
      if (rooms.get(roomId) === room) settle(roomId, room, epoch, byRoom.get(roomId))
    }
  }

  function settle(roomId: string, room: Watched, askedEpoch: number, answer: SyncAnswer | undefined): void {
    if (!answer) return again(roomId, room, 0)
    switch (answer.kind) {
      case 'events':
        for (const event of answer.events) saw(roomId, event.epoch, event)
        if (!room.view || answer.epoch !== askedEpoch) return again(roomId, room, 0)
        answered(room.view, answer.seq)
        room.mustSync = false
        return consider(roomId, room)
      case 'reload':
        room.mustSync = false
        room.mustLoad = true
        return plan(roomId, room, 0)
      case 'later':
        return again(roomId, room, answer.retryAfterMs)
      case 'not-a-member':
        onComplaint(`not a member of ${roomId} any more`)
        return unwatch(roomId)
      default:
        return answer satisfies never
    }
  }

  function again(roomId: string, room: Watched, hintMs: number): void {
    plan(roomId, room, hintMs + jitterMs(500, 10_000, room.attempt - 1, random))
  }

  function begin(room: Watched): void {
    clearTimeout(room.timer)
    room.timer = undefined
    room.isAsking = true
    room.attempt += 1
  }

  /** The newest page, and older ones down to the known position, so that no gap stays above it. */
  async function load(roomId: string, room: Watched): Promise<void> {
    begin(room)
    const known = room.view?.cursor ?? null
    const newest = await askPage(roomId, null)
    let page = newest
    while (page && known !== null && page.more && (page.events[0]?.seq ?? 0) > known + 1)
      page = await askPage(roomId, page.events[0]?.seq ?? null)
    room.isAsking = false
    if (rooms.get(roomId) !== room) return
    if (!newest || !page) return again(roomId, room, 0)
    if (!room.view) recorder.observe({ kind: 'watching', client, room: roomId, seq: newest.seq, at: now() })
    room.view = viewFrom(newest)
    room.mustLoad = false
    if (known !== null) recorder.observe({ kind: 'folded', client, room: roomId, seq: newest.seq, at: now() })
    const { view } = room
    const early = room.early.splice(0)
    for (const { epoch, seq } of early) if (epoch === view.epoch) note(view, seq)
    if ([...early, room.head].some((each) => each && each.epoch > view.epoch))
      return needPage(roomId, room, [])
    consider(roomId, room)
  }

  async function askPage(roomId: string, before: number | null): Promise<Page | null> {
    const answer = await ask('history:page', { roomId, before, limit: PAGE })
    if (!answer?.ok) {
      if (answer && !answer.failure.retryable) onComplaint(`history:page: ${answer.failure.code}`)
      return null
    }
    const page = answer.value as Page
    const known = rooms.get(roomId)?.view
    if (known) for (const event of page.events) if (event.seq > known.cursor) saw(roomId, event.epoch, event)
    return page
  }

  function watch(roomId: string): void {
    if (rooms.has(roomId)) return
    const room: Watched = {
      view: null,
      mustLoad: true,
      mustSync: false,
      head: null,
      isAsking: false,
      attempt: 0,
      early: [],
      recent: [],
    }
    rooms.set(roomId, room)
    due(roomId, room)
  }

  function unwatch(roomId: string): void {
    clearTimeout(rooms.get(roomId)?.timer)
    if (rooms.delete(roomId)) recorder.observe({ kind: 'unwatched', client, room: roomId, at: now() })
  }

  function refresh(roomId: string): void {
    const room = rooms.get(roomId)
    if (!room) return
    room.mustSync = true
    due(roomId, room)
  }

  function isComplete(): boolean {
    for (const room of rooms.values())
      if (!room.view || room.mustLoad || room.isAsking || lacksEvents(room)) return false
    return true
  }

  return {
    roomIds: () => [...rooms.keys()],
    watch,
    unwatch,
    cursorOf(roomId) {
      const room = rooms.get(roomId)
      return room?.view && !room.mustLoad ? { epoch: room.view.epoch, seq: room.view.cursor } : null
    },
    recent: (roomId) => rooms.get(roomId)?.recent ?? [],
    isComplete,
    connected() {
      for (const [roomId, room] of rooms) {
        clearTimeout(room.timer)
        Object.assign(room, { timer: undefined, attempt: 0, mustSync: true })
        due(roomId, room)
      }
    },
    lost() {
      for (const room of rooms.values()) {
        clearTimeout(room.timer)
        room.timer = undefined
      }
    },
    arrived,
    head,
    refresh,
  }
}

function lacksEvents({ mustSync, head, view }: Watched): boolean {
  if (!view) return mustSync
  return mustSync || hasGap(view) || (head?.epoch === view.epoch && head.seq > view.cursor)
}

/** The text is still the original one: no edit and no deletion has changed it. */
function isAsSaid(event: SequencedEvent['event'], changes: SequencedEvent['changes']): boolean {
  if (event.kind === 'edit') return event.body !== ''
  return !changes?.edited && !changes?.deleted
}
