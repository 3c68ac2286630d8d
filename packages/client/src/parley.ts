// Connects all parts of the SDK.
import { fail, ok, type Person, type Result, type SequencedEvent, type RoomId } from '@parley/protocol'
import { loadAccount } from './load-account'
import { createCatchUp } from './timeline/catch-up'
import { createConnection, type ServerHandlers } from './connection/connection'
import { createCookies } from './connection/cookies'
import type { ChangeOperation } from './outbox/operations'
import { createLoadOlder } from './timeline/older-pages'
import { createMemoryOutboxStore } from './outbox/outbox-store'
import type { Parley, ParleyOptions } from './parley-api'
import { createPeople } from './rooms/people'
import { createReadMarks } from './rooms/read-marks'
import { createRest } from './connection/rest'
import { createRooms } from './rooms/rooms'
import { createOutboxes } from './outbox/outboxes'
import { createSender } from './outbox/sender'
import { findSequenced } from './timeline/merge-sequenced'
import { createSession } from './session'
import { createSnapshots } from './storage/snapshots'
import { openSocket } from './connection/socket'
import type { Connection, ParleyState } from './state'
import { createStore } from './store'
import { applyHead, applyNewestPage, applyOwn, applyPacket } from './timeline/timeline'
import { createTimelines } from './timeline/timelines'
import { withUnsent } from './outbox/unsent'

const nothing: ParleyState = {
  person: null,
  connection: { kind: 'off' },
  liveDelayed: false,
  keepsUnsent: false,
  rooms: { status: 'idle' },
  directoryVersion: 0,
  people: {},
  timelines: {},
  unsent: {},
}

/** Creates one person's Parley. It does nothing by itself: call `restore` or `joinAsGuest` first, then `connect`. */
export function createParley({
  apiUrl,
  servers,
  cookie,
  outboxStore = createMemoryOutboxStore(),
  snapshotStore,
  fetch = (input, init) => globalThis.fetch(input, init),
  now = Date.now,
  random = Math.random,
}: ParleyOptions): Parley {
  if (servers.length === 0) throw new Error('createParley needs at least one server.')
  const cookies = 'document' in globalThis ? null : createCookies(cookie)
  const store = createStore({ ...nothing, keepsUnsent: outboxStore.isLasting?.() ?? false })
  const meId = () => store.get().person?.id ?? null
  let isClosed = false

  const rest = createRest({ apiUrl, fetch, cookies })
  const session = createSession({ rest, become: isNow })
  const rooms = createRooms({ rest, store, onReadFurther: (id, seq) => readMarks.mark(id, seq), random })
  const people = createPeople({ rest, store, random })
  const connection = createConnection({
    servers,
    open: (url, first) => openSocket(url, first, cookies),
    handlers: createHandlers(),
    onChange: showConnection,
    // What is shown as "sending" waits now.
    onOffline: () => {
      for (const roomId of outboxes.roomIds()) timelines.show(roomId)
      sender.disconnected()
    },
    now,
    random,
  })
  const { ask, isOnline, reconnect } = connection
  const account = loadAccount({ rest, whoIsSignedIn: () => store.get().person, become: isNow, reconnect })
  const outboxes = createOutboxes()
  const timelines = createTimelines({ store, outboxOf: outboxes.of, isOnline })
  outboxes.subscribe(showWaiting)
  const sender = createSender({
    outboxes,
    ask,
    epochOf: (roomId) => timelines.get(roomId)?.epoch,
    isOnline,
    store: outboxStore,
    onSent: acknowledged,
    onLasting: (keepsUnsent) => store.set({ keepsUnsent }),
    now,
    random,
  })
  const catchUp = createCatchUp({ ask, timelines, isOnline, meId, onEvents: noteEvents, random })
  const loadOlder = createLoadOlder({ ask, timelines, isOnline, onEvents: noteEvents })
  const readMarks = createReadMarks({ ask, isOnline })
  const snapshots = createSnapshots({ snapshotStore, store, timelineOf: (id) => timelines.get(id) })

  /** A session that was ended on another device ends here, too: only the person's unsent messages stay. */
  function showConnection(connection: Connection): void {
    store.set({ connection })
    if (connection.kind === 'refused' && connection.failure.code === 'not-signed-in') void isNow(null)
  }

  /** Also of rooms that nobody opened, or that were left meanwhile: there nothing else would tell. */
  function showWaiting(roomId: RoomId): void {
    timelines.show(roomId)
    const { unsent } = store.get()
    const next = withUnsent(
      unsent,
      roomId,
      outboxes.of(roomId).map(({ id }) => id),
    )
    if (next !== unsent) store.set({ unsent: next })
  }

  function createHandlers(): ServerHandlers {
    let welcomes = 0
    return {
      'server:welcome': ({ person }) => {
        store.set({ liveDelayed: false })
        void isNow(person)
        sender.connected()
        catchUp.connected()
        readMarks.connected()
        if (welcomes > 0) people.refreshSoon() // changes of people got lost meanwhile
        if (welcomes++ > 0 || rooms.isStale()) rooms.refreshSoon()
      },
      'live:state': ({ delayed }) => {
        const isBack = store.get().liveDelayed && !delayed
        store.set({ liveDelayed: delayed })
        if (!isBack) return
        // Announcements got lost meanwhile.
        rooms.refreshSoon()
        people.refreshSoon()
      },
      'sends:resumed': ({ withinMs }) => sender.resumed(withinMs),
      'room:events': (packet) => {
        const { roomId, epoch, events } = packet
        timelines.change(roomId, (timeline) => applyPacket(timeline, packet))
        noteEvents(
          roomId,
          events.map((event) => ({ ...event, epoch })),
        )
        catchUp.consider(roomId)
      },
      'room:head': ({ roomId, epoch, seq, said }) => {
        rooms.head(roomId, { seq, said })
        timelines.change(roomId, (timeline) => applyHead(timeline, { epoch, seq }))
        catchUp.consider(roomId)
      },
      'rooms:changed': ({ roomId, change }) => {
        rooms.membershipChanged(roomId, change === 'joined')
        if (change === 'left') closeRoom(roomId)
        else if (timelines.get(roomId)) catchUp.refresh(roomId)
      },
      'read:marked': ({ roomId, seq }) => rooms.read(roomId, seq),
      'person:changed': ({ person }) => void isNow(person),
      'people:changed': people.changed,
      'directory:changed': rooms.directoryChanged,
    }
  }

  function acknowledged(roomId: RoomId, sent: SequencedEvent): void {
    timelines.change(roomId, (timeline) => applyOwn(timeline, sent))
    rooms.heard(roomId, sent, true)
    catchUp.consider(roomId)
  }

  function noteEvents(roomId: RoomId, events: readonly SequencedEvent[]): void {
    for (const sequenced of events) {
      const isMine = sequenced.event.authorId === meId()
      rooms.heard(roomId, sequenced, isMine)
      if (isMine) sender.seen(sequenced)
    }
  }

  /** The last person, as they left; a server may know better a moment later. */
  async function restore(): Promise<Result<Person | null>> {
    const last = await snapshots.load()
    if (last && !store.get().person) {
      await become(last.person)
      rooms.show(last.rooms)
    }
    const answer = await session.restore()
    const { person } = store.get()
    return person && !answer.ok && answer.failure.retryable ? ok(person) : answer
  }

  /** The person by a server's answer. */
  async function isNow(person: Person | null): Promise<void> {
    await Promise.all([become(person), snapshots.use(person)])
  }

  async function become(person: Person | null): Promise<void> {
    const before = store.get().person
    if (before && before.id !== person?.id) forgetPerson()
    if (!isSame(before, person)) store.set({ person })
    await sender.use(person?.id ?? null)
  }

  function forgetPerson(): void {
    catchUp.clear()
    timelines.clear()
    readMarks.clear()
    rooms.clear()
    people.clear()
  }

  function openRoom(roomId: RoomId): void {
    if (store.get().timelines[roomId]?.status === 'failed') {
      timelines.change(roomId, ({ failure: _over, ...timeline }) => ({
        ...timeline,
        status: 'loading',
        failure: null,
      }))
    } else if (timelines.get(roomId)) return
    timelines.open(roomId)
    catchUp.refresh(roomId)
    void showAsSeenLast(roomId)
  }

  /** Until a server answers. If it has answered already, its answer counts. */
  async function showAsSeenLast(roomId: RoomId): Promise<void> {
    const page = await snapshots.room(roomId)
    if (!page || timelines.get(roomId)?.status !== 'loading') return
    timelines.change(roomId, (timeline) => applyNewestPage(timeline, page))
    noteEvents(roomId, page.events)
  }

  function closeRoom(roomId: RoomId): void {
    timelines.drop(roomId)
    catchUp.forget(roomId)
    snapshots.dropRoom(roomId)
  }

  async function leaveRoom(roomId: RoomId) {
    const answer = await rooms.leave(roomId)
    if (answer.ok) closeRoom(roomId)
    return answer
  }

  async function members(roomId: RoomId, after?: string) {
    const answer = await rooms.members(roomId, after)
    if (answer.ok) people.read(answer.value.members)
    return answer
  }

  async function signOut(): Promise<void> {
    connection.disconnect()
    await sender.clear()
    await session.signOut()
  }

  /** A change of a message known as deleted is refused here, so that the text of an edit stays in its field. */
  function change(roomId: RoomId, operation: ChangeOperation): Result<{ id: string }> {
    const message = findSequenced(timelines.get(roomId)?.messages ?? [], operation.messageId)
    return message?.changes?.deleted ? fail('message-deleted') : sender.enqueue(roomId, operation)
  }

  function markRead(roomId: RoomId, seq: number): void {
    rooms.read(roomId, seq)
    readMarks.mark(roomId, seq)
  }

  function close(): void {
    if (isClosed) return
    isClosed = true
    connection.disconnect()
    snapshots.close()
    forgetPerson()
    void sender.use(null)
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    restore,
    joinAsGuest: session.joinAsGuest,
    account,
    signOut,
    connect: () => (isClosed ? undefined : connection.connect()),
    disconnect: connection.disconnect,
    retryNow: connection.retryNow,
    reconnect,
    close,
    loadRooms: rooms.load,
    browseRooms: rooms.browse,
    lookUpRoom: rooms.lookUp,
    createRoom: rooms.create,
    openDirect: rooms.openDirect,
    joinRoom: rooms.join,
    leaveRoom,
    members,
    addMember: rooms.addMember,
    removeMember: rooms.removeMember,
    setRole: rooms.setRole,
    lookUpPeople: people.lookUp,
    openRoom,
    loadOlder,
    send: (roomId, body) => sender.enqueue(roomId, { kind: 'message', body }),
    edit: (roomId, messageId, body) => change(roomId, { kind: 'edit', messageId, body }),
    remove: sender.takeBack,
    react: (roomId, messageId, emoji, on) => change(roomId, { kind: 'reaction', messageId, emoji, on }),
    retry: sender.retry,
    discard: sender.discard,
    markRead,
  }
}

function isSame(one: Person | null, other: Person | null): boolean {
  return one?.id === other?.id && one?.name === other?.name && one?.isGuest === other?.isGuest
}
