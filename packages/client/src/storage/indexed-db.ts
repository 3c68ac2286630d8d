/// <reference lib="dom" />
// A database on this device, as all our tables use it: opened when first needed, reopened when the browser closed it, and
// never awaited for too long. Everything rejects when it is denied, full, closed or does not answer.

/** A slower database counts as missing: a person's action must not wait for it. Milliseconds. */
const TIMEOUT_MS = 3_000

export interface DeviceDatabase {
  read: <T>(table: string, ask: (table: IDBObjectStore) => IDBRequest<T>) => Promise<T>
  /** All changes or none; resolves when they are on the disk. */
  change: (tables: readonly string[], act: (transaction: IDBTransaction) => void) => Promise<void>
}

export function openDeviceDatabase({
  factory,
  name,
  create,
}: {
  /** Called when first needed: where storage is denied, even reading the property may throw. */
  factory: () => IDBFactory
  name: string
  /** Creates the tables in a new database. */
  create: (database: IDBDatabase) => void
}): DeviceDatabase {
  let opening: Promise<IDBDatabase> | null = null

  function open(): Promise<IDBDatabase> {
    opening ??= inTime(request())
    return opening
  }

  function request(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = factory().open(name, 1) // a browser that denies storage may throw here
      request.onupgradeneeded = () => create(request.result)
      request.onerror = () => reject(errorOf(request))
      request.onsuccess = () => {
        const database = request.result
        // The browser closes it when its data is deleted; a page of a later version asks for that. The next call reopens
        // it.
        database.onclose = () => (opening = null)
        database.onversionchange = () => {
          database.close()
          opening = null
        }
        resolve(database)
      }
    })
  }

  return {
    async read(table, ask) {
      const database = await open()
      return inTime(answer(ask(database.transaction(table).objectStore(table))))
    },
    async change(tables, act) {
      const database = await open()
      const transaction = database.transaction([...tables], 'readwrite')
      act(transaction)
      await inTime(finished(transaction))
    },
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
  return new Error('This device could not keep or find it.', { cause: error })
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database on this device took too long.')), TIMEOUT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
