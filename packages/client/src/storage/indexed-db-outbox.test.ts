import { IDBFactory } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { failure } from '@parley/protocol'
import { createIndexedDbOutboxStore } from './indexed-db-outbox'
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store'

const ADA = 'p-ada'

function openTab(factory: IDBFactory): OutboxStore {
  return createIndexedDbOutboxStore({ indexedDb: () => factory, locks: undefined, now: () => 1 })
}

function entry(id: string, more: Partial<OutboxEntry> = {}): OutboxEntry {
  const operation = { kind: 'message', body: `text of ${id}` } as const
  return { id, roomId: 'r', operation, writtenAt: 1, failure: null, ...more }
}

async function idsIn(store: OutboxStore, personId = ADA) {
  return (await store.load(personId)).map(({ id }) => id)
}

test('a later page finds the written messages, in the order of writing, over all tabs; each person only their own', async () => {
  const factory = new IDBFactory()
  const [one, other] = [openTab(factory), openTab(factory)]
  await one.put(ADA, entry('c'))
  await other.put(ADA, entry('a'))
  await one.put(ADA, entry('b'))
  await one.put('p-bo', entry('z'))
  const later = openTab(factory)
  expect(await later.load(ADA)).toEqual(['c', 'a', 'b'].map((id) => ({ ...entry(id), isByOther: true })))
  expect(await idsIn(later, 'p-bo')).toEqual(['z'])
  expect((await one.load(ADA)).map(({ isByOther }) => isByOther)).toEqual([false, true, false])
})

test('an entry stored again keeps its place', async () => {
  const store = openTab(new IDBFactory())
  for (const id of ['a', 'b']) await store.put(ADA, entry(id))
  await store.put(ADA, entry('a', { failure: failure('not-a-member') }))
  expect(await store.load(ADA)).toMatchObject([{ id: 'a', failure: { code: 'not-a-member' } }, { id: 'b' }])
})

test('removed or cleared entries are gone for every page; those of other people stay', async () => {
  const factory = new IDBFactory()
  const store = openTab(factory)
  for (const id of ['a', 'b', 'c']) await store.put(ADA, entry(id))
  await store.put('p-bo', entry('z'))
  await store.remove(ADA, 'b')
  expect(await idsIn(openTab(factory))).toEqual(['a', 'c'])
  await store.clear(ADA)
  expect(await idsIn(openTab(factory))).toEqual([])
  expect(await idsIn(openTab(factory), 'p-bo')).toEqual(['z'])
})

test('old entries of another person are deleted after the next person came, own ones are not', async () => {
  const factory = new IDBFactory()
  const before = openTab(factory)
  await before.put('p-guest', entry('left behind'))
  await before.put(ADA, entry('mine'))
  const today = createIndexedDbOutboxStore({ indexedDb: () => factory, locks: undefined, now: () => 1e12 })
  expect(await idsIn(today)).toEqual(['mine'])
  await vi.waitFor(async () => expect(await idsIn(openTab(factory), 'p-guest')).toEqual([]))
  expect(await idsIn(openTab(factory))).toEqual(['mine'])
})

test('storage denied: entries are kept in memory, and `isLasting` reports it', async () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  const store = createIndexedDbOutboxStore({ indexedDb: denied, locks: undefined })
  expect(await store.load(ADA)).toEqual([])
  expect(store.isLasting?.()).toBe(false)
  await store.put(ADA, entry('a'))
  expect(await idsIn(store)).toEqual(['a'])
  await store.remove(ADA, 'a')
  expect(await idsIn(store)).toEqual([])
  expect(store.isLasting?.()).toBe(false)
})

test('storage full: refused entries wait in memory, and so do later ones; with space again all are stored', async () => {
  const factory = new IDBFactory()
  const disk = { isFull: false }
  const store = createIndexedDbOutboxStore({ indexedDb: () => fillable(factory, disk), locks: undefined })
  await store.put(ADA, entry('a'))
  expect(store.isLasting?.()).toBe(true)
  disk.isFull = true
  await store.put(ADA, entry('b'))
  expect(store.isLasting?.()).toBe(false)
  disk.isFull = false
  await store.put(ADA, entry('c'))
  expect(await idsIn(store)).toEqual(['a', 'b', 'c'])
  expect(await idsIn(openTab(factory))).toEqual(['a'])
  for (const id of ['b', 'c']) await store.remove(ADA, id)
  await store.put(ADA, entry('d'))
  expect(store.isLasting?.()).toBe(true)
  expect(await idsIn(openTab(factory))).toEqual(['a', 'd'])
})

/** A disk can be full only of real data: this one aborts writes like a full one. */
function fillable(factory: IDBFactory, disk: { isFull: boolean }): IDBFactory {
  const open: IDBFactory['open'] = (name, version) => {
    const request = factory.open(name, version)
    request.addEventListener('success', () => {
      const database = request.result
      const begin = database.transaction.bind(database)
      database.transaction = (tables, mode) => {
        const transaction = begin(tables, mode)
        if (disk.isFull && mode === 'readwrite') queueMicrotask(() => transaction.abort())
        return transaction
      }
    })
    return request
  }
  return { open } as IDBFactory
}
