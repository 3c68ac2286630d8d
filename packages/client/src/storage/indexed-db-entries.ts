/// <reference lib="dom" />
// The table of unsent messages. Its key is an ascending number, which the database gives when an entry is added: the
// order of writing, over all tabs.
import type { PersonId } from '@parley/protocol'
import { abandonedRows } from './abandoned-rows'
import { openDeviceDatabase } from './indexed-db'
import type { OldEntry, OutboxEntry } from '../outbox/outbox-store'

const TABLE = 'entries'
const BY_PERSON = 'by-person'
const BY_ID = 'by-id'

interface Row {
  position?: number
  personId: PersonId
  id: string
  /** The page that stored it last. */
  pageId: string
  entry: OutboxEntry | OldEntry
}

/** All reject when the database is denied, full, closed or does not answer. */
export interface Entries {
  load: (personId: PersonId) => Promise<Row[]>
  put: (row: Row) => Promise<void>
  remove: (personId: PersonId, id: string) => Promise<void>
  clear: (personId: PersonId) => Promise<void>
  /** Deletes entries that other people left here and will not come back for. */
  deleteAbandoned: (personId: PersonId, now: number) => Promise<void>
}

export function openEntries(factory: () => IDBFactory, name: string): Entries {
  const { read, change } = openDeviceDatabase({ factory, name, create })
  const changeTable = (act: (table: IDBObjectStore) => void) =>
    change([TABLE], (transaction) => act(transaction.objectStore(TABLE)))

  return {
    load: (personId) => read(TABLE, (table) => table.index(BY_PERSON).getAll(personId)),
    put: (row) =>
      changeTable((table) => {
        const known = table.index(BY_ID).getKey([row.personId, row.id])
        known.onsuccess = () =>
          table.put(known.result === undefined ? row : { ...row, position: known.result })
      }),
    remove: (personId, id) =>
      changeTable((table) => deleteAll(table, table.index(BY_ID).getAllKeys([personId, id]))),
    clear: (personId) =>
      changeTable((table) => deleteAll(table, table.index(BY_PERSON).getAllKeys(personId))),
    deleteAbandoned: (personId, now) =>
      changeTable((table) => {
        const all = table.getAll() as IDBRequest<Row[]>
        all.onsuccess = () => {
          for (const { position } of abandonedRows(all.result, personId, now))
            if (position !== undefined) table.delete(position)
        }
      }),
  }
}

function create(database: IDBDatabase): void {
  const table = database.createObjectStore(TABLE, { keyPath: 'position', autoIncrement: true })
  table.createIndex(BY_PERSON, 'personId')
  table.createIndex(BY_ID, ['personId', 'id'], { unique: true })
}

function deleteAll(table: IDBObjectStore, keys: IDBRequest<IDBValidKey[]>): void {
  keys.onsuccess = () => {
    for (const key of keys.result) table.delete(key)
  }
}
