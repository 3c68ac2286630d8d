import { expect, test } from 'vitest'
import { createShare, shareReadMissed, shareReadPage } from './share-reads'
import type { ReadMissed } from './read-missed'

/** A read that ends when the test says so, with the messages of its beginning. */
function openBook() {
  const ends: (() => void)[] = []
  let said = 0
  return {
    say: () => void said++,
    read: () => {
      const seen = said
      return new Promise<number>((resolve) => ends.push(() => resolve(seen)))
    },
    begun: () => ends.length,
    async endRead(which: number) {
      ends[which]!()
      await new Promise(setImmediate)
    },
  }
}

function counted() {
  const counts = { read: 0, shared: 0 }
  return { counts, share: createShare((how) => void counts[how]++) }
}

test('requests during a read share the next one, which begins after all of them came', async () => {
  const { share, counts } = counted()
  const book = openBook()
  const first = share('a', book.read)
  book.say()
  const second = share('a', book.read)
  book.say()
  const third = share('a', book.read)
  expect(book.begun()).toBe(1)
  await book.endRead(0)
  expect(book.begun()).toBe(2)
  // One more request came: the running read began before it.
  book.say()
  const fourth = share('a', book.read)
  await book.endRead(1)
  await book.endRead(2)
  expect(await Promise.all([first, second, third, fourth])).toEqual([0, 2, 2, 3])
  expect(counts).toEqual({ read: 3, shared: 1 })
})

test('a request without a running read does not get an old one', async () => {
  const { share, counts } = counted()
  const book = openBook()
  const first = share('a', book.read)
  await book.endRead(0)
  book.say()
  const second = share('a', book.read)
  await book.endRead(1)
  expect(await Promise.all([first, second])).toEqual([0, 1])
  expect(counts).toEqual({ read: 2, shared: 0 })
})

test('other questions do not wait', () => {
  const { share } = counted()
  const book = openBook()
  for (const question of ['a', 'b', 'c']) void share(question, book.read)
  expect(book.begun()).toBe(3)
})

test('a failed read fails for all that share it, and the next one continues', async () => {
  const { share } = counted()
  const work = [
    Promise.reject(new Error('away')),
    Promise.reject(new Error('away still')),
    Promise.resolve(7),
  ]
  const read = () => work.shift()!
  const first = share('a', read)
  const [second, third] = [share('a', read), share('a', read)]
  await expect(first).rejects.toThrow('away')
  for (const shared of [second, third]) await expect(shared).rejects.toThrow('away still')
  expect(await share('a', read)).toBe(7)
})

const cursor = { roomId: 'r', epoch: 1, seq: 5 }

test('only requests with the same cursor share', async () => {
  const asked: number[] = []
  const readMissed: ReadMissed = ({ roomId, seq }) => {
    asked.push(seq)
    return Promise.resolve({ kind: 'reload', roomId })
  }
  const { share, counts } = counted()
  const shared = shareReadMissed(readMissed, share)
  const cursors = [cursor, { ...cursor, seq: 6 }, { ...cursor, epoch: 2 }, { ...cursor, roomId: 's' }]
  await Promise.all([...cursors, ...cursors, ...cursors].map((each) => shared(each)))
  expect(asked).toHaveLength(8)
  expect(counts).toEqual({ read: 8, shared: 4 })
})

test('the newest page is shared by requests of the same length, older ones are not', async () => {
  const { share, counts } = counted()
  let reads = 0
  const shared = shareReadPage(() => Promise.resolve({ ok: true, value: ++reads } as never), share)
  await Promise.all([50, 50, 50, 20].map((limit) => shared('r', null, limit)))
  expect([reads, counts]).toEqual([3, { read: 3, shared: 1 }])
  await Promise.all([1, 2, 3].map(() => shared('r', 9, 50)))
  expect(reads).toBe(6)
})
