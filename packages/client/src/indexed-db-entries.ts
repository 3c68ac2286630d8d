/// <reference lib="dom" />
// The one table of unsent messages. Its key is a number that only rises, given by the database when an entry is added:
// the order of writing, over all tabs.
import type { OutboxEntry } from './outbox-store'

const TABLE = 'entries'
const BY_PERSON = 'by-person'
const BY_ID = 'by-id'
/** A database that takes longer is as good as none: what is written must not wait for it. */
const PATIENCE_MS = 3_000

interface Row {
  position?: number
  personId: string
  id: string
  /** The page that put it last. */
  pageId: string
  entry: OutboxEntry
}

/** All reject where the database is denied, full, closed under us or does not answer. */
export interface Entries {
  load: (personId: string) => Promise<Row[]>
  put: (row: Row) => Promise<void>
  remove: (personId: string, id: string) => Promise<void>
  clear: (personId: string) => Promise<void>
}

export function openEntries(factory: () => IDBFactory, name: string): Entries {
  let opening: Promise<IDBDatabase> | null = null

  function open(): Promise<IDBDatabase> {
    opening ??= inTime(openDatabase(factory, name, () => (opening = null)))
    return opening
  }

  async function change(act: (table: IDBObjectStore) => void): Promise<void> {
    const database = await open()
    const transaction = database.transaction(TABLE, 'readwrite')
    act(transaction.objectStore(TABLE))
    await inTime(finished(transaction))
  }

  return {
    async load(personId) {
      const database = await open()
      const table = database.transaction(TABLE).objectStore(TABLE)
      return inTime(answer(table.index(BY_PERSON).getAll(personId)))
    },
    put: (row) =>
      change((table) => {
        const known = table.index(BY_ID).getKey([row.personId, row.id])
        known.onsuccess = () =>
          table.put(known.result === undefined ? row : { ...row, position: known.result })
      }),
    remove: (personId, id) =>
      change((table) => deleteAll(table, table.index(BY_ID).getAllKeys([personId, id]))),
    clear: (personId) => change((table) => deleteAll(table, table.index(BY_PERSON).getAllKeys(personId))),
  }
}

function openDatabase(factory: () => IDBFactory, name: string, onGone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open(name, 1) // a browser that denies storage may throw here
    request.onupgradeneeded = () => {
      const table = request.result.createObjectStore(TABLE, { keyPath: 'position', autoIncrement: true })
      table.createIndex(BY_PERSON, 'personId')
      table.createIndex(BY_ID, ['personId', 'id'], { unique: true })
    }
    request.onerror = () => reject(errorOf(request))
    request.onsuccess = () => {
      const database = request.result
      // The browser closes it when its data are deleted; a page of a later version asks for it. The next call opens anew.
      database.onclose = onGone
      database.onversionchange = () => {
        database.close()
        onGone()
      }
      resolve(database)
    }
  })
}

function deleteAll(table: IDBObjectStore, keys: IDBRequest<IDBValidKey[]>): void {
  keys.onsuccess = () => {
    for (const key of keys.result) table.delete(key)
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(errorOf(request))
  })
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    // A full disk aborts at the end, without an error of any one request.
    transaction.onabort = () => reject(errorOf(transaction))
  })
}

function errorOf({ error }: { readonly error: DOMException | null }): Error {
  return new Error('The outbox could not be kept.', { cause: error })
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The outbox took too long.')), PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
