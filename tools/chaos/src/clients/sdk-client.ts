import { setTimeout as sleep } from 'node:timers/promises'
import {
  createMemoryOutboxStore,
  createParley,
  type Connection,
  type Operation,
  type Parley,
  type Timeline,
  type TimelineMessage,
} from '@parley/client'
import type { Failure, Result } from '@parley/protocol'
import { lookOf, now, type Recorder } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import { between, type Random } from '../random'
import type { Client, Cursor } from './client'
import { epochOf, isUnsent, newlyShown } from '@parley/testkit/clients'
import { watchOutbox } from './watched-outbox'

const RESTORE_AGAIN_MS = 1_000
const SHOW_LIMIT_MS = 120_000
const MOST_RECENT = 20

/** A client with a page: it saw what the SDK shows. It may close the page and open it again; the outbox stays. */
export function createSdkClient({
  name,
  url,
  cookie,
  recorder,
  headOf,
  onComplaint,
  random,
}: {
  name: string
  url: string
  cookie: string
  recorder: Recorder
  /** The furthest position that any client was told of. */
  headOf: (roomId: string) => Cursor | undefined
  onComplaint: (what: string) => void
  random: Random
}): Client {
  const outboxStore = watchOutbox(createMemoryOutboxStore(), changeEnded)
  /** With the seq from which on the page must hold everything; null until it was first open. */
  const rooms = new Map<string, number | null>()
  const written = new Map<string, number>()
  /** Own messages by room without a final state. */
  const open = new Map<string, Set<string>>()
  /** Own changes without a result, with their rooms. */
  const changes = new Map<string, string>()
  let lists = new Map<string, Timeline>()
  let connection: Connection['kind'] = 'off'
  /**
   * The positions that this connection must reach before it counts as caught up. Null afterwards, or without a
   * connection.
   */
  let missing: Map<string, Cursor> | null = null
  let isAway = true
  let isClosed = false
  let parley = openPage()

  function openPage(): Parley {
    const opened = createParley({ apiUrl: url, servers: [{ url }], cookie, outboxStore, random })
    opened.subscribe(() => {
      if (opened === parley) look()
    })
    return opened
  }

  function look(): void {
    const { connection: current, timelines } = parley.getState()
    if (current.kind !== connection) connectionChanged(current)
    for (const roomId of rooms.keys()) {
      const timeline = timelines[roomId]
      const before = lists.get(roomId)
      if (!timeline || timeline === before) continue
      // Checked from the first page on, with the messages that came before it.
      if (timeline.status !== 'ready' && rooms.get(roomId) === null) continue
      lists.set(roomId, timeline)
      timelineChanged(roomId, timeline, before?.messages ?? [])
    }
    if (missing) considerSynced(timelines)
  }

  function connectionChanged(current: Connection): void {
    const wasOnline = connection === 'online'
    connection = current.kind
    if (wasOnline) lost(current.kind === 'off')
    if (current.kind === 'refused') onComplaint(`${name} was refused: ${current.failure.code}`)
    if (current.kind !== 'online') return
    recorder.observe({ kind: 'connected', client: name, server: current.serverId, at: now() })
    missing = new Map([...rooms.keys()].map((roomId) => [roomId, headOf(roomId) ?? { epoch: 0, seq: 0 }]))
  }

  function lost(isOwnWill: boolean): void {
    missing = null
    recorder.observe({ kind: 'lost', client: name, isOwnWill, at: now() })
  }

  function considerSynced(timelines: Readonly<Record<string, Timeline>>): void {
    for (const [roomId, head] of missing ?? []) {
      const timeline = timelines[roomId]
      if (!rooms.has(roomId)) continue
      if (timeline?.status !== 'ready' || timeline.epoch < head.epoch) return
      if (timeline.epoch === head.epoch && timeline.cursor < head.seq) return
    }
    missing = null
    recorder.observe({ kind: 'synced', client: name, at: now() })
  }

  function timelineChanged(roomId: string, timeline: Timeline, before: readonly TimelineMessage[]): void {
    // The SDK retries a retryable failure.
    if (timeline.failure?.retryable === false)
      onComplaint(`${name} cannot show ${roomId}: ${timeline.failure.code}`)
    let from = rooms.get(roomId) ?? null
    if (from === null) {
      from = timeline.cursor + 1
      rooms.set(roomId, from)
    }
    const me = parley.getState().person?.id
    for (const message of newlyShown(before, timeline.messages)) {
      if (message.seq === null) noteUnsent(roomId, message)
      else if (message.seq >= from || message.author.id === me) noteSent(roomId, timeline, message, me)
    }
  }

  function noteUnsent(room: string, { id, state }: TimelineMessage): void {
    if (state.kind !== 'failed' || !open.get(room)?.delete(id)) return
    recorder.observe({ kind: 'refused', client: name, room, id, code: state.failure.code, at: now() })
  }

  function noteSent(
    room: string,
    timeline: Timeline,
    message: TimelineMessage,
    me: string | undefined,
  ): void {
    const { id, body, author, edited, deleted } = message
    const place = { room, id, seq: message.seq ?? 0, epoch: epochOf(message, timeline) }
    // Shown as sent: from now on the promises hold for it.
    if (author.id === me && open.get(room)?.delete(id))
      recorder.observe({ kind: 'acked', client: name, ...place, at: now() })
    const said = edited || deleted ? {} : { saying: body }
    recorder.observe({ kind: 'saw', client: name, ...place, ...said, at: now() })
  }

  function send(room: string, operation: Operation): void {
    const begun = begin(room, operation)
    if (!begun.ok) return onComplaint(`${name} may not do this: ${begun.failure.code}`)
    const { id } = begun.value
    const nth = (written.get(room) ?? 0) + 1
    written.set(room, nth)
    if (operation.kind === 'message') open.set(room, (open.get(room) ?? new Set()).add(id))
    else changes.set(id, room)
    recorder.observe({ kind: 'wrote', client: name, room, id, operation, nth, at: now() })
  }

  function begin(room: string, operation: Operation): Result<{ id: string }> {
    switch (operation.kind) {
      case 'message':
        return parley.send(room, operation.body)
      case 'edit':
        return parley.edit(room, operation.messageId, operation.body)
      case 'deletion':
        return parley.remove(room, operation.messageId)
      case 'reaction':
        return parley.react(room, operation.messageId, operation.emoji, operation.on)
      default:
        return operation satisfies never
    }
  }

  function changeEnded(id: string, failure: Failure | null): void {
    const room = changes.get(id)
    if (!room) return
    changes.delete(id)
    if (!failure) return recorder.observe({ kind: 'done', client: name, room, id, at: now() })
    recorder.observe({ kind: 'refused', client: name, room, id, code: failure.code, at: now() })
    parley.discard(room, id)
  }

  /** Not messages that this client is changing already: their result is shown ahead. */
  function changeable(room: string): { own: string[]; all: string[] } {
    const { person, timelines } = parley.getState()
    const said = (timelines[room]?.messages ?? [])
      .slice(-MOST_RECENT)
      .filter(({ seq, deleted, changing }) => seq !== null && !deleted && !changing)
    const own = said.filter(({ author }) => author.id === person?.id)
    return { own: own.map(({ id }) => id), all: said.map(({ id }) => id) }
  }

  function watch(roomId: string): void {
    if (!rooms.has(roomId)) rooms.set(roomId, null)
    parley.openRoom(roomId)
  }

  function forget(roomId: string): void {
    rooms.delete(roomId)
    lists.delete(roomId)
    recorder.observe({ kind: 'unwatched', client: name, room: roomId, at: now() })
  }

  async function join(room: string): Promise<string | null> {
    recorder.observe({ kind: 'joined', client: name, room, at: now() })
    const answer = await parley.joinRoom(room)
    if (!answer.ok) return answer.failure.code
    watch(room)
    return null
  }

  async function leave(room: string): Promise<string | null> {
    forget(room)
    const answer = await parley.leaveRoom(room)
    if (!answer.ok) return answer.failure.code
    recorder.observe({ kind: 'left', client: name, room, at: now() })
    return null
  }

  async function createRoom(roomName: string): Promise<string | null> {
    const askedAt = now()
    const answer = await parley.createRoom({ name: roomName })
    if (!answer.ok) return answer.failure.code
    recorder.observe({ kind: 'joined', client: name, room: answer.value.id, at: askedAt })
    watch(answer.value.id)
    return null
  }

  async function comeBack(): Promise<void> {
    isAway = false
    const page = parley
    // The user must be known before anything can be written; the network may be down.
    while (page === parley && !isClosed && !page.getState().person) {
      const restored = await page.restore()
      if (!restored.ok || !restored.value) await sleep(RESTORE_AGAIN_MS)
    }
    if (page !== parley || isAway) return
    for (const roomId of rooms.keys()) page.openRoom(roomId)
    page.connect()
  }

  async function reopen(): Promise<void> {
    isAway = true
    if (connection === 'online') lost(true)
    connection = 'off'
    parley.close()
    lists = new Map()
    parley = openPage()
    await sleep(between(200, 2_000, random))
    await comeBack()
  }

  async function show(): Promise<void> {
    const page = parley
    for (const [roomId, from] of rooms) {
      if (from === null) continue
      await until(`${name} shows ${roomId} down to ${from}`, SHOW_LIMIT_MS, () =>
        scrollTo(page, roomId, from),
      )
      const timeline = page.getState().timelines[roomId]
      if (!timeline) continue
      const shown = timeline.messages.flatMap((message) => {
        const { id, seq } = message
        return seq === null ? [] : [{ id, seq, look: lookOf(message) }]
      })
      recorder.observe({ kind: 'shows', client: name, room: roomId, from, shown, at: now() })
      rooms.set(roomId, timeline.cursor + 1)
    }
  }

  /** Down to this seq, and to every own message that was not yet shown as sent while it was below the loaded ones. */
  async function scrollTo(page: Parley, roomId: string, seq: number): Promise<boolean> {
    for (;;) {
      const timeline = page.getState().timelines[roomId]
      if (!timeline) return true
      const top = timeline.messages[0]?.seq ?? 0
      const isFarEnough = top <= seq && !open.get(roomId)?.size
      if (timeline.status === 'ready' && (!timeline.hasOlder || isFarEnough)) return true
      const length = timeline.messages.length
      await page.loadOlder(roomId)
      if (page.getState().timelines[roomId]?.messages.length === length) return false // checked again in a moment
    }
  }

  function unsent(roomId?: string): number {
    return roomId === undefined ? unsentShown() : unsentIn(roomId)
  }

  /**
   * A room that is not loaded shows none of its waiting messages: a client that left it now would never see their end.
   */
  function unsentIn(roomId: string): number {
    return (open.get(roomId)?.size ?? 0) + [...changes.values()].filter((room) => room === roomId).length
  }

  function unsentShown(): number {
    let count = changes.size
    for (const { messages } of Object.values(parley.getState().timelines)) {
      for (let i = messages.length - 1; i >= 0 && messages[i]?.seq === null; i--)
        if (isUnsent(messages[i]!)) count += 1
    }
    return count
  }

  return {
    name,
    kind: 'sdk',
    rooms: () => [...rooms.keys()],
    mayWrite: () => parley.getState().person !== null,
    send,
    changeable,
    unsent,
    delays: () => [],
    isOnline: () => connection === 'online',
    isBack: () => connection === 'online' && missing === null,
    isInSync: () => connection === 'online' && missing === null,
    cursorOf(roomId) {
      const timeline = parley.getState().timelines[roomId]
      return timeline?.status === 'ready' ? { epoch: timeline.epoch, seq: timeline.cursor } : null
    },
    goOffline() {
      isAway = true
      parley.disconnect()
    },
    comeBack: () => void comeBack(),
    isAway: () => isAway,
    watch(roomId) {
      recorder.observe({ kind: 'joined', client: name, room: roomId, at: now() })
      watch(roomId)
    },
    join,
    leave,
    createRoom,
    readMark(roomId) {
      const cursor = parley.getState().timelines[roomId]?.cursor
      if (cursor) parley.markRead(roomId, cursor)
    },
    reopen,
    show,
    close() {
      isAway = true
      isClosed = true
      for (const room of rooms.keys()) forget(room)
      parley.close()
    },
  }
}
