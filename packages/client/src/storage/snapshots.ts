// A person's last view, stored while they use the page, and shown again when a page starts: at once, before a server
// answers, and also without a network.
import type { Person, RoomId } from '@parley/protocol'
import type { RoomSnapshot, Snapshot, SnapshotStore } from './snapshot-store'
import type { ParleyState } from '../state'
import type { Store } from '../store'
import type { RoomTimeline } from '../timeline/timeline'
import { snapshotOf } from '../timeline/timeline-snapshot'

/** Changes are collected for this long: a busy room is not written at each message. Milliseconds. */
const KEEP_AFTER_MS = 300

type Kept = Pick<ParleyState, 'rooms' | 'timelines'>
const NOTHING_KEPT: Kept = { rooms: { status: 'idle' }, timelines: {} }

interface Snapshots {
  /** The last person; their data is stored from now on. Null also if nothing can be read. */
  load: () => Promise<Snapshot | null>
  room: (roomId: RoomId) => Promise<RoomSnapshot | null>
  /** A server has named this person, whose view is stored from now on. `null`: none, and all data is deleted. */
  use: (person: Person | null) => Promise<void>
  dropRoom: (roomId: RoomId) => void
  close: () => void
}

export function createSnapshots({
  snapshotStore,
  store,
  timelineOf,
}: {
  snapshotStore: SnapshotStore | undefined
  store: Store<ParleyState>
  timelineOf: (roomId: RoomId) => RoomTimeline | undefined
}): Snapshots {
  if (!snapshotStore) return NOWHERE
  let owner: string | null = null
  let kept: Kept = NOTHING_KEPT
  let timer: ReturnType<typeof setTimeout> | undefined
  let written: Promise<unknown> = Promise.resolve()

  const unsubscribe = store.subscribe(() => {
    const { rooms, timelines } = store.get()
    if (owner !== null && (rooms !== kept.rooms || timelines !== kept.timelines)) keepSoon()
  })

  function keepSoon(): void {
    timer ??= setTimeout(keep, KEEP_AFTER_MS)
  }

  /** One after the other; a failed write is missing the next time, and nothing else depends on it. */
  function write(act: (to: SnapshotStore) => Promise<void>): Promise<unknown> {
    written = written.then(() => act(snapshotStore as SnapshotStore)).catch(() => undefined)
    return written
  }

  function keep(): void {
    timer = undefined
    const personId = owner
    const { rooms, timelines } = store.get()
    const before = kept
    kept = { rooms, timelines }
    if (personId === null) return
    if (rooms !== before.rooms && rooms.status === 'ready')
      void write((to) => to.putRooms(personId, rooms.list))
    for (const roomId of Object.keys(timelines)) {
      if (timelines[roomId] === before.timelines[roomId]) continue
      const timeline = timelineOf(roomId)
      const page = timeline && snapshotOf(timeline)
      if (page) void write((to) => to.putRoom(personId, roomId, page))
      // Refused permanently, as after a removal from the room.
      else if (timeline?.failure?.retryable === false) dropRoom(roomId)
    }
  }

  async function use(person: Person | null): Promise<void> {
    if (owner === person?.id) return
    clearTimeout(timer)
    timer = undefined
    owner = person?.id ?? null
    kept = NOTHING_KEPT
    if (person) keepSoon()
    await write((to) => (person ? to.begin(person) : to.clear()))
  }

  function dropRoom(roomId: RoomId): void {
    const personId = owner
    if (personId !== null) void write((to) => to.dropRoom(personId, roomId))
  }

  function close(): void {
    unsubscribe()
    clearTimeout(timer)
    owner = null
  }

  return {
    async load() {
      const last = await snapshotStore.load().catch(() => null)
      owner ??= last?.person.id ?? null
      return last
    },
    async room(roomId) {
      const personId = store.get().person?.id
      return personId === undefined ? null : snapshotStore.loadRoom(personId, roomId).catch(() => null)
    },
    use,
    dropRoom,
    close,
  }
}

const NOWHERE: Snapshots = {
  load: async () => null,
  room: async () => null,
  use: async () => undefined,
  dropRoom: () => undefined,
  close: () => undefined,
}
