import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDeviceDatabase } from './indexed-db'

const TABLE = 'table'

function openOn(factory: IDBFactory, name = 'device') {
  let opened = 0
  const database = openDeviceDatabase({
    factory: () => ((opened += 1), factory),
    name,
    create: (made) => void made.createObjectStore(TABLE),
  })
  const put = (value: string) =>
    database.change([TABLE], (transaction) => void transaction.objectStore(TABLE).put(value, 'key'))
  const get = () => database.read(TABLE, (table) => table.get('key') as IDBRequest<string | undefined>)
  return { database, put, get, opened: () => opened }
}

test('a database is opened once, when it is first needed', async () => {
  const { put, get, opened } = openOn(new IDBFactory())
  expect(opened()).toBe(0)
  await put('kept')
  expect([await get(), opened()]).toEqual(['kept', 1])
})

test('a change is done as a whole or not at all, and says which', async () => {
  const { database, get } = openOn(new IDBFactory())
  const half = database.change([TABLE], (transaction) => {
    transaction.objectStore(TABLE).put('half', 'key')
    transaction.abort()
  })
  await expect(half).rejects.toThrow('could not keep or find')
  expect(await get()).toBeUndefined()
  const table = database.read(TABLE, (found) => found.add('twice', 'key') as IDBRequest)
  await expect(table).rejects.toThrow()
  const aborted = database.read(TABLE, (found) => {
    const request = found.get('key')
    found.transaction.abort()
    return request
  })
  await expect(aborted).rejects.toThrow('could not keep or find')
})

test('a browser that closes it does so for the calls under way: the next one opens it anew', async () => {
  const factory = new IDBFactory()
  const open = factory.open.bind(factory)
  let request!: IDBOpenDBRequest
  factory.open = (...what) => (request = open(...what))
  const { put, get, opened } = openOn(factory)
  await put('kept')
  forceCloseDatabase(request.result as never)
  await vi.waitFor(async () => expect(await get()).toBe('kept'))
  expect(opened()).toBe(2)
})

test('a later version of the page may have it: it is closed, and opened anew when it is needed', async () => {
  const factory = new IDBFactory()
  const { put, get, opened } = openOn(factory)
  await put('kept')
  await new Promise<void>((resolve, reject) => {
    const request = factory.deleteDatabase('device')
    request.onsuccess = () => resolve()
    request.onblocked = () => reject(new Error('it is still open'))
  })
  expect([await get(), opened()]).toEqual([undefined, 2])
})

test('a browser that denies it, or never answers, is not waited for', async () => {
  const denied = {
    open: () => {
      throw new DOMException('denied', 'SecurityError')
    },
  } as unknown as IDBFactory
  await expect(openOn(denied).get()).rejects.toThrow('denied')
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const silent = { open: () => ({}) } as unknown as IDBFactory
  let why: unknown = 'nothing'
  void openOn(silent)
    .get()
    .catch((cause: Error) => (why = cause.message))
  await vi.advanceTimersByTimeAsync(2_999)
  expect(why).toBe('nothing')
  await vi.advanceTimersByTimeAsync(1)
  expect(why).toBe('The database on this device took too long.')
})

test('a database that cannot be opened says why', async () => {
  const factory = new IDBFactory()
  await new Promise((resolve) => (factory.open('device', 2).onsuccess = resolve))
  const failure = await openOn(factory)
    .get()
    .catch((cause: unknown) => cause)
  expect(failure).toMatchObject({
    message: 'This device could not keep or find it.',
    cause: { name: 'VersionError' },
  })
})
