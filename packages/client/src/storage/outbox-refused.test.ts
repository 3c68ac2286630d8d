// What the database refuses waits in memory, and `isLasting` says whether anything does.
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { OutboxEntry } from '../outbox/outbox-store'
import { createIndexedDbOutboxStore } from './indexed-db-outbox'

const ADA = 'p-ada'
const entry = (id: string): OutboxEntry => ({
  ...{ id, roomId: 'r', writtenAt: 1, failure: null },
  operation: { kind: 'message', body: id },
})

/** A store whose database the browser takes away and gives back. */
function makeStore() {
  const factory = new IDBFactory()
  const disk = { isAway: false }
  const open: IDBFactory['open'] = (name, version) => {
    const request = factory.open(name, version)
    request.addEventListener('success', () => {
      const begin = request.result.transaction.bind(request.result)
      request.result.transaction = (tables, mode) => {
        if (disk.isAway) throw new DOMException('away', 'InvalidStateError')
        return begin(tables, mode)
      }
    })
    return request
  }
  const store = createIndexedDbOutboxStore({ indexedDb: () => ({ open }) as IDBFactory, locks: undefined })
  const later = () => createIndexedDbOutboxStore({ indexedDb: () => factory, locks: undefined })
  const idsOf = async (of = store) => (await of.load(ADA)).map(({ id }) => id)
  const put = async (id: string, isAway: boolean) => {
    disk.isAway = isAway
    await store.put(ADA, entry(id))
    return store.isLasting?.()
  }
  const remove = async (id: string, isAway: boolean) => {
    disk.isAway = isAway
    await store.remove(ADA, id)
    return store.isLasting?.()
  }
  return { store, disk, put, remove, idsOf, kept: () => idsOf(later()) }
}

test('what is put again once the database is back is kept, and lasts when nothing else waits', async () => {
  const { store, put, idsOf, kept } = makeStore()
  expect(store.isLasting?.()).toBe(true)
  expect(await put('a', true)).toBe(false)
  expect(await put('b', true)).toBe(false)
  expect(await put('a', false)).toBe(false)
  expect(await kept()).toEqual(['a'])
  expect(await idsOf()).toEqual(['a', 'b'])
  expect(store.isLasting?.()).toBe(false)
  expect(await put('b', false)).toBe(true)
  expect(await kept()).toEqual(['a', 'b'])
})

test('what is removed does not wait any more; a removal that is refused does not last', async () => {
  const { put, remove } = makeStore()
  await put('a', true)
  await put('b', true)
  expect(await remove('a', false)).toBe(false)
  expect(await remove('b', false)).toBe(true)
  await put('c', false)
  expect(await remove('c', true)).toBe(false)
})

test('all is cleared, as far as the database is there', async () => {
  const { store, disk, put, kept } = makeStore()
  await put('a', true)
  disk.isAway = true
  await store.clear(ADA)
  expect(store.isLasting?.()).toBe(false)
  await put('b', false)
  await store.clear(ADA)
  expect([store.isLasting?.(), await kept()]).toEqual([true, []])
})

test('a database that answered before and is away now is not taken for empty', async () => {
  const { store, disk, put, idsOf } = makeStore()
  disk.isAway = true
  expect(await idsOf()).toEqual([])
  await put('a', false)
  disk.isAway = true
  await expect(store.load(ADA)).rejects.toThrow('cannot be read now')
})
