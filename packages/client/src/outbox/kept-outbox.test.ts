import { expect, test } from 'vitest'
import { createKeptOutbox } from './kept-outbox'
import { createMemoryOutboxStore, type OutboxEntry } from './outbox-store'

function entry(id: string): OutboxEntry {
  return {
    id,
    roomId: 'r',
    operation: { kind: 'message', body: `text of ${id}` },
    writtenAt: 1,
    failure: null,
  }
}

test('a message written while the store is read is not treated as gone: the store is read again', async () => {
  const store = createMemoryOutboxStore()
  const written = ['b', 'c']
  async function load(personId: string) {
    const entries = await store.load(personId)
    const id = written.shift()
    if (id) kept.put(entry(id))
    return entries
  }
  const read: string[][] = []
  const kept = createKeptOutbox({
    store: { ...store, load },
    onRead: (entries) => read.push(entries.map(({ id }) => id)),
    onSent: () => undefined,
    onLasting: () => undefined,
  })
  kept.use('p-ada')
  kept.put(entry('a'))
  await kept.reread()
  expect(read).toEqual([['a', 'b', 'c']])
})

test('a failing store stops nothing, and nothing is read from it', async () => {
  const fail = () => Promise.reject(new Error('no store'))
  const lasting: boolean[] = []
  const kept = createKeptOutbox({
    store: { load: fail, put: fail, remove: fail, clear: fail, isLasting: () => false },
    onRead: () => expect.unreachable(),
    onSent: () => undefined,
    onLasting: (isLasting) => lasting.push(isLasting),
  })
  kept.use('p-ada')
  kept.put(entry('a'))
  await kept.reread()
  await kept.clear()
  expect(new Set(lasting)).toEqual(new Set([false]))
})
