import type { SequencedEvent } from '@parley/protocol'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { OutboxNews } from '../outbox/outbox-store'
import { createTabSharing } from './tab-sharing'

afterEach(() => vi.unstubAllGlobals())

const soon = () => new Promise(setImmediate)
type Hold = () => Promise<void>

/** Locks that are given when the test says so. */
function makeLocks({ isDenied = false } = {}) {
  const waiting: { name: string; hold: Hold }[] = []
  const request = (name: string, hold: Hold) => {
    waiting.push({ name, hold })
    return isDenied ? Promise.reject(new Error('denied')) : new Promise<void>(() => {})
  }
  return { locks: { request } as unknown as Pick<LockManager, 'request'>, waiting }
}

test('a turn begins when the lock is given, and holds it until it is given back', async () => {
  const { locks, waiting } = makeLocks()
  let turns = 0
  const giveBack = createTabSharing(locks).takeTurn('p-ada', () => (turns += 1))
  expect([waiting[0]!.name, turns]).toEqual(['parley-outbox:p-ada', 0])
  let isHeld = true
  void waiting[0]!.hold().then(() => (isHeld = false))
  await soon()
  expect([turns, isHeld]).toEqual([1, true])
  giveBack()
  await soon()
  expect(isHeld).toBe(false)
})

test('a turn that was given back before it came does not begin, and holds nobody up', async () => {
  const { locks, waiting } = makeLocks()
  createTabSharing(locks).takeTurn('p-ada', () => expect.unreachable())()
  await waiting[0]!.hold()
})

test.each([
  ['are denied', makeLocks({ isDenied: true }).locks],
  ['do not exist', undefined],
])('where locks %s each tab sends', async (_title, locks) => {
  let turns = 0
  const sharing = createTabSharing(locks)
  sharing.takeTurn('p-ada', () => (turns += 1))
  expect(turns).toBe(0)
  await soon()
  expect(turns).toBe(1)
  sharing.takeTurn('p-ada', () => expect.unreachable())()
  await soon()
})

const said: SequencedEvent = {
  seq: 5,
  epoch: 1,
  event: {
    kind: 'message',
    id: '01890000-0000-7000-8000-0000000000aa',
    roomId: '01890000-0000-7000-8000-000000000001',
    authorId: 'p-ada',
    authorName: 'Ada',
    body: 'hello',
    at: 1,
  },
}

/** A tab that hears news of a person. */
function listen(personId: string) {
  const sharing = createTabSharing(undefined)
  const heard: OutboxNews[] = []
  const end = sharing.listen(personId, (news) => heard.push(news))
  onTestFinished(end)
  return { sharing, heard, end }
}

test('news reaches the other tabs of the same person, and only what this version understands', async () => {
  const [one, other, stranger] = [listen('p-ada'), listen('p-ada'), listen('p-bo')]
  const news: OutboxNews[] = [{ kind: 'changed' }, { kind: 'sent', sent: said }]
  one.sharing.tell('p-ada', { kind: 'of a newer version' } as never)
  for (const each of news) one.sharing.tell('p-ada', each)
  await vi.waitFor(() => expect(other.heard).toEqual(news))
  expect([one.heard, stranger.heard]).toEqual([[], []])
})

test('who listens anew is heard; ending the old one does not end the new one', async () => {
  const other = listen('p-ada')
  const { sharing, end } = listen('p-ada')
  onTestFinished(sharing.listen('p-ada', () => {}))
  end()
  sharing.tell('p-ada', { kind: 'changed' })
  await vi.waitFor(() => expect(other.heard).toHaveLength(1))
  other.end()
  other.sharing.tell('p-ada', { kind: 'changed' })
  const third = listen('p-ada')
  sharing.tell('p-ada', { kind: 'changed' })
  await vi.waitFor(() => expect(third.heard).toHaveLength(1))
  expect(other.heard).toHaveLength(1)
})

test('a browser without channels tells nobody', () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  Reflect.deleteProperty(globalThis, 'BroadcastChannel')
  const sharing = createTabSharing(undefined)
  sharing.listen('p-ada', () => expect.unreachable())()
  sharing.tell('p-ada', { kind: 'changed' })
})
