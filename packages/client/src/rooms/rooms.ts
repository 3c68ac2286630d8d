// The list of rooms: loaded over REST, kept live by socket events.
import {
  directoryPage,
  isMessage,
  memberList,
  ok,
  room as roomSchema,
  roomList,
  type PersonId,
  type Result,
  type Role,
  type Room,
  type SequencedEvent,
  type RoomId,
} from '@parley/protocol'
import { createLastKept } from './last-kept'
import type { MemberPage, NewRoom, RoomPage } from '../parley-api'
import type { Rest } from '../connection/rest'
import type { ParleyState } from '../state'
import type { Store } from '../store'

/**
 * All clients learn of a change of the directory at once: they reload at random moments within this time, once for many
 * changes. Milliseconds.
 */
const RELOAD_SPREAD_MS = 2_000
/** The same for a deletion after which a client cannot tell what is unread. Milliseconds. */
const DOUBT_SPREAD_MS = 10_000

interface RoomsList {
  load: () => Promise<Result<Room[]>>
  /** A page of the rooms that the person is not in. */
  browse: (page?: { search?: string; after?: string }) => Promise<Result<RoomPage>>
  /** Public rooms were created or changed. */
  directoryChanged: () => void
  /** Adds a room that the person is not in to the list. */
  lookUp: (roomId: RoomId) => Promise<Result<Room>>
  /** Reloads the list soon, if it was loaded before. */
  refreshSoon: () => void
  /** The last reload failed: the list may be outdated. */
  isStale: () => boolean
  /** Shows the last known list, until it is loaded. */
  show: (list: readonly Room[]) => void
  create: (input: NewRoom) => Promise<Result<Room>>
  openDirect: (people: readonly PersonId[]) => Promise<Result<Room>>
  join: (roomId: RoomId) => Promise<Result<Room>>
  leave: (roomId: RoomId) => Promise<Result<null>>
  members: (roomId: RoomId, after?: string) => Promise<Result<MemberPage>>
  addMember: (roomId: RoomId, personId: PersonId) => Promise<Result<null>>
  removeMember: (roomId: RoomId, personId: PersonId) => Promise<Result<null>>
  setRole: (roomId: RoomId, personId: PersonId, role: Role) => Promise<Result<null>>
  /** An own message also counts as read. */
  heard: (roomId: RoomId, sequenced: SequencedEvent, byMe: boolean) => void
  head: (roomId: RoomId, head: { seq: number; said: number }) => void
  read: (roomId: RoomId, seq: number) => void
  membershipChanged: (roomId: RoomId, isMember: boolean) => void
  clear: () => void
}

export function createRooms({
  rest,
  store,
  onReadFurther,
  random,
}: {
  rest: Rest
  store: Store<ParleyState>
  /** This device has a read mark that the server did not get, or lost. */
  onReadFurther: (roomId: RoomId, seq: number) => void
  random: () => number
}): RoomsList {
  let refresh: ReturnType<typeof setTimeout> | undefined
  let directoryTold: ReturnType<typeof setTimeout> | undefined
  let doubt: ReturnType<typeof setTimeout> | undefined
  let hasFailed = false
  const lastKept = createLastKept()

  async function load(): Promise<Result<Room[]>> {
    const { person, rooms } = store.get()
    if (rooms.status !== 'ready') store.set({ rooms: { status: 'loading' } })
    const mark = lastKept.mark()
    const answer = await rest.get('/rooms', roomList)
    const isOfAnother = person !== null && person.id !== store.get().person?.id
    if (isOfAnother) return answer.ok ? ok(answer.value.rooms) : answer
    hasFailed = !answer.ok
    if (!answer.ok) {
      // An older list is better than none.
      if (store.get().rooms.status !== 'ready')
        store.set({ rooms: { status: 'failed', failure: answer.failure } })
      return answer
    }
    const own = answer.value.rooms.map((room) => keepProgress(room, mark))
    const list = [...own, ...othersThan(own)]
    store.set({ rooms: { status: 'ready', list } })
    for (const { id } of own) updateLastSeq(id)
    return ok(list)
  }

  /** Known rooms that the person is not in: looked up, or left since. The answer does not name them. */
  function othersThan(own: readonly Room[]): Room[] {
    const { rooms } = store.get()
    if (rooms.status !== 'ready') return []
    const ids = new Set(own.map(({ id }) => id))
    const others = rooms.list.filter(({ id }) => !ids.has(id))
    return others.map((room) => (room.isMember ? { ...room, isMember: false } : room))
  }

  function browse({ search, after }: { search?: string; after?: string } = {}): Promise<Result<RoomPage>> {
    const query = new URLSearchParams({ ...(search && { search }), ...(after && { after }) })
    return rest.get(`/directory?${query.toString()}`, directoryPage)
  }

  // All clients that show the directory are told at once.
  function directoryChanged(): void {
    directoryTold ??= setTimeout(() => {
      directoryTold = undefined
      store.set({ directoryVersion: store.get().directoryVersion + 1 })
    }, random() * RELOAD_SPREAD_MS)
  }

  async function lookUp(roomId: RoomId): Promise<Result<Room>> {
    const mark = lastKept.mark()
    return put(await rest.get(`/rooms/${roomId}`, roomSchema), mark)
  }

  // Socket events meanwhile may be newer than the answer; read marks only rise.
  function keepProgress(loaded: Room, mark: ReadonlyMap<string, number>): Room {
    lastKept.loaded(loaded.id, loaded.lastSeq, mark)
    const known = find(loaded.id)
    if (known && known.readSeq > loaded.readSeq) onReadFurther(loaded.id, known.readSeq)
    return {
      ...loaded,
      lastSeq: lastKept.lastSeq(loaded.id),
      readSeq: Math.max(loaded.readSeq, known?.readSeq ?? 0),
    }
  }

  function refreshSoon(): void {
    const { status } = store.get().rooms
    if (refresh || status === 'idle' || status === 'loading') return
    refresh = setTimeout(() => {
      refresh = undefined
      void load()
    }, random() * RELOAD_SPREAD_MS)
  }

  async function create(input: NewRoom): Promise<Result<Room>> {
    return put(await rest.post('/rooms', input, roomSchema), lastKept.mark())
  }

  async function openDirect(people: readonly PersonId[]): Promise<Result<Room>> {
    const mark = lastKept.mark()
    return put(await rest.post('/direct', { people }, roomSchema), mark)
  }

  async function join(roomId: RoomId): Promise<Result<Room>> {
    const mark = lastKept.mark()
    return put(await rest.post(`/rooms/${roomId}/join`, {}, roomSchema), mark)
  }

  async function leave(roomId: RoomId): Promise<Result<null>> {
    const answer = await rest.post(`/rooms/${roomId}/leave`, {}, null)
    if (answer.ok)
      change(roomId, (room) => ({ ...room, isMember: false, memberCount: Math.max(0, room.memberCount - 1) }))
    return answer
  }

  async function members(roomId: RoomId, after?: string): Promise<Result<MemberPage>> {
    const query = after === undefined ? '' : `?${new URLSearchParams({ after }).toString()}`
    const answer = await rest.get(`/rooms/${roomId}/members${query}`, memberList)
    // No event tells that another user joins, so the room's number of members may be older than this.
    if (answer.ok && after === undefined) {
      const { members, more } = answer.value
      if (more) await lookUp(roomId)
      else change(roomId, (room) => ({ ...room, memberCount: members.length }))
    }
    return answer
  }

  const addMember = (roomId: RoomId, personId: PersonId) =>
    rest.post(`/rooms/${roomId}/members`, { personId }, null)
  const removeMember = (roomId: RoomId, personId: PersonId) =>
    rest.post(`/rooms/${roomId}/members/${personId}/remove`, {}, null)
  const setRole = (roomId: RoomId, personId: PersonId, role: Role) =>
    rest.post(`/rooms/${roomId}/members/${personId}/role`, { role }, null)

  function put(answer: Result<Room>, mark: ReadonlyMap<string, number>): Result<Room> {
    const { rooms } = store.get()
    if (!answer.ok || rooms.status !== 'ready') return answer
    const room = keepProgress(answer.value, mark)
    const list = find(room.id)
      ? rooms.list.map((known) => (known.id === room.id ? room : known))
      : [...rooms.list, room]
    store.set({ rooms: { status: 'ready', list } })
    return ok(room)
  }

  function find(roomId: RoomId): Room | undefined {
    const { rooms } = store.get()
    return rooms.status === 'ready' ? rooms.list.find((room) => room.id === roomId) : undefined
  }

  function change(roomId: RoomId, how: (room: Room) => Room): void {
    const { rooms } = store.get()
    if (rooms.status !== 'ready' || !find(roomId)) return
    const list = rooms.list.map((room) => (room.id === roomId ? how(room) : room))
    store.set({ rooms: { status: 'ready', list } })
  }

  function heard(roomId: RoomId, sequenced: SequencedEvent, byMe: boolean): void {
    lastKept.heard(roomId, sequenced)
    if (byMe && isMessage(sequenced)) read(roomId, sequenced.seq)
    updateLastSeq(roomId)
  }

  function head(roomId: RoomId, at: { seq: number; said: number }): void {
    lastKept.head(roomId, at)
    updateLastSeq(roomId)
  }

  function updateLastSeq(roomId: RoomId): void {
    const room = find(roomId)
    if (!room?.isMember) return
    const lastSeq = lastKept.lastSeq(roomId)
    if (lastSeq !== room.lastSeq) change(roomId, (now) => ({ ...now, lastSeq }))
    if (lastKept.isInDoubt(roomId, room.readSeq)) askSoon()
  }

  function askSoon(): void {
    doubt ??= setTimeout(() => {
      // Events that come during the load may bring a new doubt, which its answer does not end.
      doubt = undefined
      void load().then(({ ok }) => {
        if (!ok && store.get().person) askSoon()
      })
    }, random() * DOUBT_SPREAD_MS)
  }

  function read(roomId: RoomId, seq: number): void {
    const room = find(roomId)
    if (room && seq > room.readSeq) change(roomId, (now) => ({ ...now, readSeq: seq }))
  }

  function membershipChanged(roomId: RoomId, isMember: boolean): void {
    change(roomId, (room) => (room.isMember === isMember ? room : { ...room, isMember }))
    refreshSoon() // the room may be new here, and its number of members changed
  }

  function show(list: readonly Room[]): void {
    if (store.get().rooms.status === 'ready') return
    for (const { id, lastSeq } of list) lastKept.loaded(id, lastSeq, lastKept.mark())
    store.set({ rooms: { status: 'ready', list } })
  }

  function clear(): void {
    clearTimeout(refresh)
    clearTimeout(directoryTold)
    clearTimeout(doubt)
    doubt = undefined
    lastKept.clear()
    refresh = undefined
    directoryTold = undefined
    hasFailed = false
    store.set({ rooms: { status: 'idle' } })
  }

  return {
    load,
    browse,
    directoryChanged,
    lookUp,
    refreshSoon,
    isStale: () => hasFailed,
    show,
    create,
    openDirect,
    join,
    leave,
    members,
    addMember,
    removeMember,
    setRole,
    heard,
    head,
    read,
    membershipChanged,
    clear,
  }
}
