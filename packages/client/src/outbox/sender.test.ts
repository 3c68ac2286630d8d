import { failure, type FailureCode, type SequencedEvent } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer } from '../connection/answer'
import { createOutboxes } from './outboxes'
import { createMemoryOutboxStore, type OutboxEntry, type OutboxNews, type OutboxStore } from './outbox-store'
import { createSender } from './sender'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ADA = 'p-ada'
const message = (body: string) => ({ kind: 'message', body }) as const
const entry = (id: string, roomId = 'r'): OutboxEntry => ({
  ...{ id, roomId, writtenAt: 1, failure: null },
  operation: message(id),
})
const sent = (id: string, roomId = 'r') => ({ seq: 5, epoch: 1, event: { id, roomId } }) as SequencedEvent
const UNANSWERED: Answer<never> = { kind: 'unanswered' }
const refused = (code: FailureCode, retryAfterMs?: number): Answer<never> => ({
  kind: 'refused',
  failure: failure(code, retryAfterMs === undefined ? {} : { retryAfterMs }),
})

/** A person's page; the test answers its requests one after the other. `isShared`: with other pages of hers. */
function makePage({ isShared = false, isOnline = true, stored = [] as OutboxEntry[] } = {}) {
  const state = { isOnline, loads: 0 }
  const asked: string[] = []
  const happened: string[] = []
  const puts: string[] = []
  const waiting: ((answer: Answer<SequencedEvent>) => void)[] = []
  const pages: { hear?: (news: OutboxNews) => void } = {}
  const memory = createMemoryOutboxStore()
  for (const each of stored) void memory.put(ADA, each)
  const store: OutboxStore = {
    ...memory,
    load: async (personId) => ((state.loads += 1), memory.load(personId)),
    put: (personId, each) => (puts.push(nameOf(each.id)), memory.put(personId, each)),
    ...(isShared && {
      sharing: {
        takeTurn(_personId, onTurn) {
          queueMicrotask(onTurn)
          return () => void happened.push('turn given back')
        },
        tell: (_personId, news) =>
          void (news.kind === 'sent' && happened.push(`tell sent ${news.sent.event.id}`)),
        listen: (_personId, onNews) => ((pages.hear = onNews), () => {}),
      },
    }),
  }
  const ask = (event: string, { body, again, epoch }: { body?: string; again: boolean; epoch?: number }) => {
    asked.push(`${event} ${body}${again ? ' again' : ''}${epoch === undefined ? '' : ` in ${epoch}`}`)
    return new Promise((resolve) => waiting.push(resolve))
  }
  const outboxes = createOutboxes()
  const names = new Map<string, string>()
  const nameOf = (id: string) => names.get(id) ?? id
  const sender = createSender({
    outboxes,
    ask: ask as never,
    epochOf: (roomId) => (roomId === 'r' ? 7 : undefined),
    isOnline: () => state.isOnline,
    store,
    onSent: (roomId, { event }) => {
      const still = outboxes.find(roomId, event.id) ? 'still waiting' : 'gone'
      happened.push(`sent ${nameOf(event.id)} in ${roomId}, ${still}`)
    },
    onLasting: () => {},
    now: () => 1,
    random: () => 0.5,
  })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return {
    ...{ sender, outboxes, state, pages, memory, puts },
    asked: async () => (await settle(), asked.splice(0)),
    happened: async () => (await settle(), happened.splice(0)),
    after: async (ms: number) => (await vi.advanceTimersByTimeAsync(ms), asked.splice(0)),
    answer: async (answer: Answer<SequencedEvent>) => (waiting.shift()!(answer), settle()),
    say(body: string, roomId = 'r') {
      const said = sender.enqueue(roomId, message(body))
      if (!said.ok) throw new Error(said.failure.code)
      names.set(said.value.id, body)
      return said.value.id
    },
    shown: () => outboxes.items().map(({ id, phase, attempt }) => `${nameOf(id)} ${phase} ${attempt}`),
    kept: async () =>
      (await memory.load(ADA)).map(({ id, failure: why }) => `${nameOf(id)} ${why?.code ?? 'unsent'}`),
  }
}

/** A page whose person is signed in. */
async function makeSignedIn(options: Parameters<typeof makePage>[0] = {}) {
  const page = makePage(options)
  await page.sender.use(ADA)
  return page
}

test('messages of an earlier page are sent first, room by room, as ones that were maybe appended', async () => {
  const { sender, asked, answer, happened, kept } = await makeSignedIn({
    stored: [entry('a'), entry('b'), entry('c', 's')],
  })
  expect(await asked()).toEqual(['message:send a again in 7', 'message:send c again'])
  await answer({ kind: 'done', value: sent('a') })
  expect(await happened()).toEqual(['sent a in r, still waiting'])
  expect([await asked(), await kept()]).toEqual([['message:send b again in 7'], ['b unsent', 'c unsent']])
  sender.seen(sent('nobody’s'))
  sender.seen(sent('b'))
  await answer({ kind: 'done', value: sent('c', 's') })
  await answer({ kind: 'done', value: sent('b') })
  expect([await happened(), await kept(), await asked()]).toEqual([['sent c in s, still waiting'], [], []])
})

test('nobody’s messages are read, and those of one person once', async () => {
  const { sender, state, shown } = makePage({ isOnline: false, stored: [entry('a')] })
  expect(sender.enqueue('r', message('too soon'))).toMatchObject({ failure: { code: 'not-signed-in' } })
  await sender.use(null)
  expect(state.loads).toBe(0)
  await sender.use(ADA)
  await sender.use(ADA)
  expect([state.loads, shown()]).toEqual([1, ['a queued 0']])
  await sender.use(null)
  expect(shown()).toEqual([])
})

test('without an answer it is sent again, each time later, and at once with a new connection', async () => {
  const { sender, say, asked, after, answer } = await makeSignedIn()
  say('a')
  expect(await asked()).toEqual(['message:send a in 7'])
  for (const waitMs of [125, 250, 500, 1_000, 2_000, 2_000]) {
    await answer(UNANSWERED)
    expect(await after(waitMs - 1)).toEqual([])
    expect(await after(1)).toEqual(['message:send a again in 7'])
  }
  await answer(UNANSWERED)
  sender.connected()
  expect(await asked()).toEqual(['message:send a again in 7'])
  expect(vi.getTimerCount()).toBe(0)
})

test('a refusal for now waits as long as the server says; one for good is kept with its reason', async () => {
  const { say, asked, after, answer, shown, kept } = await makeSignedIn()
  say('a')
  await asked()
  await answer(refused('too-fast', 3_000))
  expect(await after(3_124)).toEqual([])
  expect(await after(1)).toEqual(['message:send a in 7'])
  await answer({ kind: 'refused', failure: { code: 'too-fast', say: 'Slow down.', retryable: true } })
  expect(await after(249)).toEqual([])
  expect(await after(1)).toEqual(['message:send a in 7'])
  await answer(refused('not-a-member'))
  expect([shown(), await kept(), vi.getTimerCount()]).toEqual([['a failed 2'], ['a not-a-member'], 0])
  expect(await asked()).toEqual([])
})

test('a deletion of a message that does not exist is done', async () => {
  const { sender, asked, answer, shown, kept } = await makeSignedIn()
  sender.takeBack('r', '01890000-0000-7000-8000-0000000000aa')
  expect(await asked()).toHaveLength(1)
  await answer(refused('no-such-message'))
  expect([shown(), await kept(), vi.getTimerCount()]).toEqual([[], [], 0])
})

test('when messages are accepted again the waiting ones are sent within that time, others are left alone', async () => {
  const { sender, say, asked, after, answer } = await makeSignedIn()
  say('a')
  say('b', 's')
  await asked()
  await answer(refused('too-fast', 60_000))
  sender.resumed(1_000)
  expect(vi.getTimerCount()).toBe(1)
  expect(await after(499)).toEqual([])
  expect(await after(1)).toEqual(['message:send a in 7'])
})

test('an answer for a person who has left changes nothing', async () => {
  for (const next of ['p-bo', null]) {
    const { sender, say, answer, happened, kept, shown } = await makeSignedIn()
    say('a')
    await sender.use(next)
    await answer({ kind: 'done', value: sent('a') })
    expect([await happened(), await kept(), shown()]).toEqual([[], ['a unsent'], []])
  }
})

test('clear deletes them in the store, and stops what waits', async () => {
  const { sender, say, answer, kept, shown } = await makeSignedIn()
  say('a')
  await answer(UNANSWERED)
  await sender.clear()
  expect([await kept(), shown(), vi.getTimerCount()]).toEqual([[], [], 0])
})

test('with other pages: it sends in its turn, takes over what others left, and gives the turn back', async () => {
  const { sender, say, asked, answer, happened, memory } = await makeSignedIn({ isShared: true })
  await memory.put(ADA, entry('of another'))
  const id = say('a')
  expect(await asked()).toEqual(['message:send of another again in 7'])
  await answer({ kind: 'done', value: sent('of another') })
  expect(await asked()).toEqual(['message:send a in 7'])
  expect(await happened()).toEqual(['sent of another in r, still waiting', 'tell sent of another'])
  await answer({ kind: 'done', value: sent(id) })
  expect(await happened()).toEqual(['sent a in r, still waiting', `tell sent ${id}`, 'turn given back'])
  sender.disconnected()
  expect(await happened()).toEqual([])
  sender.seen(sent('nobody’s'))
  expect(await happened()).toEqual([])
})

test('with other pages: what they wrote is stored as ours before it is sent, once; a refused message holds no turn', async () => {
  const { asked, answer, after, puts, happened } = await makeSignedIn({
    isShared: true,
    stored: [entry('of another')],
  })
  await asked()
  expect(puts).toEqual(['of another'])
  await answer(UNANSWERED)
  expect(await after(125)).toEqual(['message:send of another again in 7'])
  expect(puts).toEqual(['of another'])
  await answer(refused('not-a-member'))
  expect([await happened(), puts]).toEqual([['turn given back'], ['of another', 'of another']])
})

test.each([true, false])(
  'an own message is stored once before it is sent, shared or not (%s)',
  async (isShared) => {
    const { say, asked, answer, after, puts } = await makeSignedIn({ isShared })
    say('a')
    expect([await asked(), puts]).toEqual([['message:send a in 7'], ['a']])
    await answer(UNANSWERED)
    expect([await after(125), puts]).toEqual([['message:send a again in 7'], ['a']])
  },
)

test('what is left by an earlier page stays in the store as it is', async () => {
  const { asked, puts } = await makeSignedIn({ stored: [entry('a')] })
  expect([await asked(), puts]).toEqual([['message:send a again in 7'], []])
})

test('with other pages: without a connection it asks for no turn, and gives back the one that it has', async () => {
  const { sender, state, say, asked, happened } = await makeSignedIn({ isShared: true, isOnline: false })
  say('a')
  expect(await asked()).toEqual([])
  state.isOnline = true
  sender.disconnected()
  expect(await asked()).toEqual(['message:send a in 7'])
  state.isOnline = false
  sender.disconnected()
  expect(await happened()).toEqual([])
  await sender.use(null)
  expect(await happened()).toEqual(['turn given back'])
})

test('with other pages: what another one sent is shown here, and not sent', async () => {
  const { say, answer, pages, happened, shown, asked } = await makeSignedIn({ isShared: true })
  const id = say('a')
  say('b')
  await asked()
  await answer(UNANSWERED)
  pages.hear!({ kind: 'sent', sent: sent('nobody’s') })
  pages.hear!({ kind: 'sent', sent: sent(id) })
  expect([await happened(), shown(), vi.getTimerCount()]).toEqual([
    ['sent a in r, still waiting'],
    ['b in-flight 0'],
    0,
  ])
})

test('with other pages: what they wrote and removed shows here', async () => {
  const { pages, memory, shown, asked } = await makeSignedIn({ isShared: true, isOnline: false })
  await memory.put(ADA, entry('a'))
  await memory.put(ADA, entry('b', 's'))
  pages.hear!({ kind: 'changed' })
  await asked()
  expect(shown()).toEqual(['a queued 0', 'b queued 0'])
  await memory.remove(ADA, 'a')
  pages.hear!({ kind: 'changed' })
  await asked()
  expect(shown()).toEqual(['b queued 0'])
})
