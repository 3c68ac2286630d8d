// A persister whose engines are functions that answer as a test defines.
import { SeqConflictError, type Database } from '@parley/database'
import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect } from 'vitest'
import type { LoggedEvent, ReadRecord, PartitionBatch } from '../src/partition-batch'
import { createPersistBatch } from '../src/persist-batch'

type Stored = Awaited<ReturnType<Database['events']['store']>>

export const ROOM = '01890000-0000-7000-8000-000000000001'
export const OTHER = '01890000-0000-7000-8000-000000000002'
/** Names of events: the last two digits of their ids. */
const idOf = (name: string) => `01890000-0000-7000-8000-0000000000${name}`
const nameOf = (id: string) => id.slice(-2)
const namesOf = (events: { event: RoomEvent }[]) => events.map(({ event }) => nameOf(event.id))

function said(name: string, roomId = ROOM): RoomEvent {
  return { kind: 'message', id: idOf(name), roomId, authorId: 'ada', authorName: 'Ada', body: name, at: 1 }
}
const recordOf = (event: RoomEvent) => ({ key: event.roomId, value: encodeRoomEvent(event) })
export const newer = {
  key: ROOM,
  value: JSON.stringify({ ...(JSON.parse(recordOf(said('ff')).value) as object), kind: 'poll' }),
}
export const unreadable = { key: ROOM, value: '{' }

type Said = ReturnType<typeof recordOf>
export const [one, two, three] = ['01', '02', '03'].map((name) => recordOf(said(name))) as [Said, Said, Said]

export function batchOf(...records: Said[]): PartitionBatch {
  return {
    partition: 3,
    fencingToken: 7,
    baseOffset: 10,
    nextOffset: 10 + records.length,
    records: records.map((record, i) => ({ ...record, offset: 10 + i })),
  }
}

export const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
export const dataError = Object.assign(new Error('invalid input'), { code: '22021' })
export const conflictIn = (...roomIds: string[]) =>
  new SeqConflictError(
    roomIds.map((roomId) => ({ roomId, seq: 1, id: 'one', storedId: 'another' })),
    { cause: null },
  )

/** The engines' answers, each list in turn. */
interface Engines {
  /** PostgreSQL's answer to each transaction; afterwards all events are new. */
  store: (Stored | Error)[]
  /** Errors of Redis when it is asked to trim, and to forget. */
  trim: Error[]
  forget: Error[]
  /** The stored offset. */
  next: number
  /**
   * Events without a seq, events that get none because their room is in another epoch, and events that PostgreSQL has.
   */
  missing: string[][]
  stale: string[][]
  known: string[]
  /** The duration of each query to PostgreSQL. */
  knownMs: number[]
  isGivenUp: boolean
  isUncounted: boolean
}

/** A persister with its recorded calls and its waits. `owned`: whether the partition is still ours, in turn. */
export function makePersister(engines: Partial<Engines> = {}) {
  const {
    store = [],
    trim = [],
    forget = [],
    missing: missingSeqs = [],
    stale = [],
    known = [],
    knownMs = [],
  } = engines
  const happened: unknown[] = []
  const waits: number[] = []
  const owned: boolean[] = []
  let now = 0
  const positionOf = ({ event, offset }: LoggedEvent) => ({ seq: offset, epoch: 1, event })
  const split = (events: LoggedEvent[], names: string[] = []) => {
    const isNamed = ({ event }: LoggedEvent) => names.includes(nameOf(event.id))
    return [events.filter((each) => !isNamed(each)).map(positionOf), events.filter(isNamed)] as const
  }
  const fail = (failure: unknown) => {
    if (failure instanceof Error) throw failure
  }
  const persistBatch = createPersistBatch({
    events: {
      async store({ baseOffset, nextOffset, partition, fencingToken, events, deadLetters }) {
        expect({ partition, fencingToken }).toEqual({ partition: 3, fencingToken: 7 })
        const dead = deadLetters.map(({ offset, reason }) => `${offset} ${reason}`)
        happened.push({ store: namesOf(events), ...(dead.length > 0 && { dead }), baseOffset, nextOffset })
        const answer = store.shift() ?? events.length
        if (answer instanceof Error) throw answer
        return answer
      },
      async known(ids) {
        happened.push({ known: ids.map(({ roomId, id }) => (expect(roomId).toBe(ROOM), nameOf(id))) })
        now += knownMs.shift() ?? 0
        return new Map(known.map((name) => [`${ROOM}/${idOf(name)}`, { seq: 1, epoch: 1, authorId: 'ada' }]))
      },
    },
    offsets: { next: async (partition) => (happened.push({ offsetOf: partition }), engines.next ?? 0) },
    delivery: {
      async trimRooms(rooms, options) {
        happened.push({ trim: rooms.flatMap(({ ids }) => ids.map(nameOf)), ...options })
        fail(trim.shift())
        return []
      },
      async forget(roomId) {
        happened.push({ forget: roomId })
        fail(forget.shift())
      },
    },
    async findPositions(_ownership, events) {
      happened.push({ find: namesOf(events) })
      const [sequenced, missing] = split(events, missingSeqs.shift())
      return { sequenced, missing, epochs: new Map([[ROOM, 5]]) }
    },
    async sequenceMissing(events, epochs) {
      happened.push({ sequence: namesOf(events), epoch: epochs.get(ROOM) })
      const [sequenced, moved] = split(events, stale.shift())
      return { sequenced, stale: moved }
    },
    ...(!engines.isUncounted && {
      onStored: (part: PartitionBatch<ReadRecord>, stored: number) =>
        happened.push({ stored, nextOffset: part.nextOffset }),
    }),
    isGivenUp: () => engines.isGivenUp ?? false,
    nowMs: () => now,
    sleep: async (ms) => void waits.push(ms),
    logger: createLogger('persister', 'fatal'),
  })
  const persist = (batch: PartitionBatch) => persistBatch(batch, () => owned.shift() ?? true)
  return { persist, happened, waits, owned }
}
