/// <reference lib="dom" />
import * as z from 'zod/mini'
import {
  clientEvents,
  person as personSchema,
  room as roomSchema,
  type Person,
  type PersonId,
  type RoomId,
} from '@parley/protocol'
import { openDeviceDatabase } from './indexed-db'
import type { RoomSnapshot, SnapshotStore } from './snapshot-store'

const OWNER = 'owner'
const ROOMS = 'rooms'
const BY_TIME = 'by-time'
/** The key of the only row in its table. */
const LAST = 'last'

/**
 * The rooms that were not opened for longest are deleted first. With a page of messages each this stays within a few
 * megabytes.
 */
const MOST_ROOMS = 50

interface OwnerRow {
  key: typeof LAST
  person: Person
  rooms: unknown
}

interface RoomRow {
  roomId: RoomId
  personId: PersonId
  keptAt: number
  page: RoomSnapshot
}

const ownerRow = z.object({ person: personSchema, rooms: z.array(roomSchema) })
const roomRow = z.object({ personId: z.string(), page: clientEvents['history:page'].output })

export interface IndexedDbSnapshotOptions {
  /** Called when first needed: where storage is denied, even reading the property may throw. */
  indexedDb?: () => IDBFactory
  databaseName?: string
  now?: () => number
}

/**
 * Keeps one person's last view on this device. All methods reject when the database is denied, full or does not answer.
 */
export function createIndexedDbSnapshotStore({
  indexedDb = () => globalThis.indexedDB,
  databaseName = 'parley-rooms',
  now = Date.now,
}: IndexedDbSnapshotOptions = {}): SnapshotStore {
  const { read, change } = openDeviceDatabase({ factory: indexedDb, name: databaseName, create })
  const readOwner = () => read(OWNER, ownerIn)

  /** Checked in the writing transaction: no other tab comes between. */
  function changeFor(personId: PersonId, act: (tables: Tables, owner: OwnerRow) => void): Promise<void> {
    return change([OWNER, ROOMS], (transaction) => {
      const tables = tablesOf(transaction)
      const asked = ownerIn(tables.owner)
      asked.onsuccess = () => {
        if (asked.result?.person.id === personId) act(tables, asked.result)
      }
    })
  }

  return {
    async load() {
      const row = ownerRow.safeParse(await readOwner()) // another version may have written another format
      return row.success ? row.data : null
    },

    async loadRoom(personId, roomId) {
      const row = roomRow.safeParse(await read(ROOMS, (table) => table.get(roomId)))
      return row.success && row.data.personId === personId ? row.data.page : null
    },

    begin: (person) =>
      change([OWNER, ROOMS], (transaction) => {
        const { owner, rooms } = tablesOf(transaction)
        const asked = ownerIn(owner)
        asked.onsuccess = () => {
          const known = asked.result?.person.id === person.id ? asked.result : null
          if (!known) rooms.clear()
          owner.put({ key: LAST, person, rooms: known ? known.rooms : [] } satisfies OwnerRow)
        }
      }),

    putRooms: (personId, rooms) =>
      changeFor(personId, (tables, row) => {
        tables.owner.put({ ...row, rooms: [...rooms] } satisfies OwnerRow)
        const own = new Set(rooms.filter((room) => room.isMember).map((room) => room.id))
        const keys = tables.rooms.getAllKeys()
        keys.onsuccess = () => {
          for (const roomId of keys.result as string[]) if (!own.has(roomId)) tables.rooms.delete(roomId)
        }
      }),

    putRoom: (personId, roomId, page) =>
      changeFor(personId, ({ rooms }) => {
        rooms.put({ roomId, personId, keptAt: now(), page } satisfies RoomRow)
        const byTime = rooms.index(BY_TIME).getAllKeys()
        byTime.onsuccess = () => {
          for (const oldRoomId of byTime.result.slice(0, -MOST_ROOMS)) rooms.delete(oldRoomId)
        }
      }),

    dropRoom: (personId, roomId) => changeFor(personId, ({ rooms }) => rooms.delete(roomId)),

    clear: () =>
      change([OWNER, ROOMS], (transaction) => {
        const { owner, rooms } = tablesOf(transaction)
        owner.clear()
        rooms.clear()
      }),
  }
}

interface Tables {
  owner: IDBObjectStore
  rooms: IDBObjectStore
}

function tablesOf(transaction: IDBTransaction): Tables {
  return { owner: transaction.objectStore(OWNER), rooms: transaction.objectStore(ROOMS) }
}

function ownerIn(table: IDBObjectStore): IDBRequest<OwnerRow | undefined> {
  return table.get(LAST) as IDBRequest<OwnerRow | undefined>
}

function create(database: IDBDatabase): void {
  database.createObjectStore(OWNER, { keyPath: 'key' })
  database.createObjectStore(ROOMS, { keyPath: 'roomId' }).createIndex(BY_TIME, 'keptAt')
}
