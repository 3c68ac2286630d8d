// What a page hears of the other pages of its person, and what it tells them.
import { expect, test } from 'vitest'
import { createKeptOutbox } from './kept-outbox'
import { createMemoryOutboxStore, type OutboxEntry, type OutboxNews, type OutboxStore } from './outbox-store'

const entry = (id: string): OutboxEntry => ({
  ...{ id, roomId: 'r', writtenAt: 1, failure: null },
  operation: { kind: 'message', body: id },
})
const sent = { seq: 5, epoch: 1, event: { ...entry('a'), id: 'a' } } as never

/** A page's outbox and everything that happens; `load` replaces reading. */
function makeKept(more: Partial<OutboxStore> = {}) {
  const happened: string[] = []
  const listeners = new Map<string, (news: OutboxNews) => void>()
  const memory = createMemoryOutboxStore()
  const store: OutboxStore = {
    ...memory,
    load: async (personId) => (happened.push(`load ${personId}`), memory.load(personId)),
    sharing: {
      takeTurn: () => () => {},
      tell: (personId, news) => void happened.push(`tell ${personId} ${news.kind}`),
      listen(personId, onNews) {
        listeners.set(personId, onNews)
        return () => void listeners.delete(personId)
      },
    },
    ...more,
  }
  const kept = createKeptOutbox({
    store,
    onRead: (entries) => happened.push(`read ${entries.map(({ id }) => id).join()}`),
    onSent: () => happened.push('sent by another'),
    onLasting: (isLasting) => happened.push(isLasting ? 'lasts' : 'does not last'),
  })
  return { kept, memory, listeners, happened: () => happened.splice(0) }
}

test('before anybody is named nothing is stored, read or told', async () => {
  const { kept, happened, memory } = makeKept()
  kept.put(entry('a'))
  kept.tellSent(sent)
  await kept.reread()
  await kept.clear()
  expect([happened(), await memory.load('p-ada')]).toEqual([[], []])
})

test('each write tells the other pages, when it is done', async () => {
  const { kept, happened, memory } = makeKept({ isLasting: () => true })
  kept.use('p-ada')
  kept.put(entry('a'))
  kept.put(entry('b'))
  kept.remove('a')
  expect(happened()).toEqual([])
  await kept.whenWritten()
  expect((await memory.load('p-ada')).map(({ id }) => id)).toEqual(['b'])
  expect(happened()).toEqual(Array(3).fill(['lasts', 'tell p-ada changed']).flat())
  await kept.clear()
  expect([happened(), await memory.load('p-ada')]).toEqual([['lasts', 'tell p-ada changed'], []])
  kept.tellSent(sent)
  expect(happened()).toEqual(['tell p-ada sent'])
})

test('a store that says nothing of it does not last', async () => {
  const { kept, happened } = makeKept()
  kept.use('p-ada')
  await kept.reread()
  expect(happened()).toEqual(['load p-ada', 'does not last', 'read '])
  kept.remove('nothing')
  await kept.whenWritten()
  expect(happened()).toEqual(['does not last', 'tell p-ada changed'])
})

test('a store that is read already is read once more, and then is up to date', async () => {
  const { kept, happened, listeners } = makeKept()
  kept.use('p-ada')
  const reading = kept.reread()
  listeners.get('p-ada')!({ kind: 'changed' })
  listeners.get('p-ada')!({ kind: 'sent', sent })
  await Promise.all([reading, kept.reread()])
  const once = ['load p-ada', 'does not last', 'read ']
  expect(happened()).toEqual(['sent by another', ...once, ...once])
  await kept.reread()
  expect(happened()).toEqual(once)
})

test('what changes while the store is read is read after it', async () => {
  const { kept, happened, memory, listeners } = makeKept({
    async load(personId) {
      const entries = await memory.load(personId)
      if (entries.length === 1) {
        await memory.put(personId, entry('by another'))
        listeners.get(personId)!({ kind: 'changed' })
      }
      return entries
    },
  })
  kept.use('p-ada')
  kept.put(entry('a'))
  await kept.reread()
  expect(happened().filter((each) => each.startsWith('read'))).toEqual(['read a', 'read a,by another'])
})

test('what is read for somebody who has left meanwhile is not taken', async () => {
  const { kept, happened, memory, listeners } = makeKept({
    async load(personId) {
      kept.use('p-bo')
      return memory.load(personId)
    },
  })
  kept.use('p-ada')
  await kept.reread()
  expect(happened()).toEqual([])
  expect([...listeners.keys()]).toEqual(['p-bo'])
  kept.use('p-ada')
  const reading = kept.reread()
  kept.use(null)
  await reading
  expect([happened(), [...listeners.keys()]]).toEqual([[], []])
})
