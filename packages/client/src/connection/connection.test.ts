// One connection after another, with sockets that the test controls. With real ones: test/connection.test.ts.
import { failure } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeConnection, type FakeSocket } from '../../test/fake-socket'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('it is online from the welcome on, and handles known and valid events', () => {
  const { connection, shown, heard, last, goOnline } = makeConnection()
  goOnline()
  expect([connection.isOnline(), shown]).toEqual([true, ['connecting', 'online']])
  last().say('live:state', { delayed: true })
  last().say('live:state', { delayed: 'perhaps' })
  last().say('of:a-newer-server', { delayed: true })
  last().say('toString', { delayed: true })
  last().say('sends:resumed', { withinMs: 5 }) // ignored
  expect(heard).toEqual(['welcome', { delayed: true }])
})

test('a silent attempt is given up after 4 s: the other transport first, then the next server', () => {
  const { connection, opened, last } = makeConnection()
  connection.connect()
  for (const [ms, next] of [
    [4_000, 'a by polling'],
    [4_000, 'b by websocket'],
    [8_000, 'b by polling'],
  ] as const) {
    vi.advanceTimersByTime(ms - 1)
    expect(last().isOpen).toBe(true)
    vi.advanceTimersByTime(1)
    expect(last().isOpen).toBe(false)
    vi.advanceTimersByTime(1)
    expect(opened().at(-1)).toBe(next)
  }
})

test('a transport that opens in time has 8 s more for the welcome', () => {
  const { connection, sockets, last } = makeConnection()
  connection.connect()
  vi.advanceTimersByTime(3_999)
  last().io.emit('open')
  vi.advanceTimersByTime(7_999)
  expect(sockets).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sockets[0]!.isOpen).toBe(false)
})

test('an error of the handshake leads to the next server, and the server’s reason is shown', () => {
  const { connection, shown, opened, last } = makeConnection()
  connection.connect()
  last().emit('connect_error', Object.assign(new Error('no'), { data: 'no failure' }))
  vi.advanceTimersByTime(0)
  expect(opened()).toEqual(['a by websocket', 'b by websocket'])
  last().emit('connect_error', Object.assign(new Error('no'), { data: failure('wrong-protocol') }))
  expect(shown).toEqual(['connecting', 'waiting', 'connecting', 'refused'])
  vi.advanceTimersByTime(60_000)
  expect(opened()).toHaveLength(2)
})

test('an error of the other transport proves nothing about transports: the next server is tried by websocket', () => {
  const { connection, opened, last } = makeConnection()
  connection.connect()
  vi.advanceTimersByTime(4_001)
  expect(opened().at(-1)).toBe('a by polling')
  last().emit('connect_error', new Error('no'))
  vi.advanceTimersByTime(0)
  expect(opened().at(-1)).toBe('b by websocket')
})

test('a lost connection is replaced; later events of its socket are ignored', () => {
  const { connection, heard, opened, sockets, goOnline, offline } = makeConnection()
  goOnline()
  const [old] = sockets
  old!.emit('disconnect')
  expect([connection.isOnline(), offline()]).toEqual([false, 1])
  vi.advanceTimersByTime(0)
  old!.emit('disconnect')
  old!.welcome()
  old!.io.emit('open')
  expect(opened()).toEqual(['a by websocket', 'b by websocket'])
  expect([connection.isOnline(), heard]).toEqual([false, ['welcome']])
})

test('a request goes to the server that is online, and is unanswered when that is lost', async () => {
  const { connection, ask, last, goOnline } = makeConnection()
  expect(await ask()).toEqual({ kind: 'unanswered' })
  connection.connect()
  expect(await ask()).toEqual({ kind: 'unanswered' })
  goOnline()
  const asked = ask()
  expect(last().asked).toHaveLength(1)
  connection.disconnect()
  expect(await asked).toEqual({ kind: 'unanswered' })
})

test('a draining server is left at its moment: at once, or when it has answered, or after 2 s', async () => {
  for (const how of ['idle', 'answers', 'silent'] as const) {
    const { sockets, ask, last, goOnline, opened } = makeConnection({ random: () => 0.5 })
    goOnline()
    const asked = how === 'idle' ? null : ask()
    const [first] = sockets
    first!.say('server:leaving', { withinMs: 4_000 })
    vi.advanceTimersByTime(1_999)
    expect(opened()).toHaveLength(1)
    vi.advanceTimersByTime(1)
    if (how !== 'idle') {
      expect(opened()).toHaveLength(1)
      expect(await ask()).toEqual({ kind: 'unanswered' })
      if (how === 'answers') first!.asked[0]!(null, { ok: true, value: { seq: 5 } })
      else vi.advanceTimersByTime(2_000)
      expect(await asked).toMatchObject({ kind: how === 'answers' ? 'done' : 'unanswered' })
    }
    expect(opened()).toHaveLength(2)
    expect(first!.isOpen).toBe(false)
    expect(last().opened).not.toBe(first!.opened)
  }
})

test.each<[title: string, lives: (socket: FakeSocket) => void]>([
  ['a ping', (socket) => socket.io.emit('ping')],
  ['a word', (socket) => socket.say('of:a-newer-server', {})],
])('%s proves that a connection is alive: after a sleep it is kept', (_title, lives) => {
  const { connection, opened, last, goOnline } = makeConnection()
  goOnline()
  vi.setSystemTime(Date.now() + 30_000)
  lives(last())
  vi.setSystemTime(Date.now() + 30_000)
  connection.retryNow()
  expect(opened()).toHaveLength(1)
  vi.setSystemTime(Date.now() + 11_000)
  connection.retryNow()
  expect(opened()).toHaveLength(2)
})

test('a slow connection keeps its timeout: the next attempt has twice the time of this one', () => {
  const { connection, opened, last } = makeConnection()
  connection.connect()
  vi.advanceTimersByTime(3_000)
  last().io.emit('open')
  vi.advanceTimersByTime(2_000)
  last().welcome()
  // A second welcome is not a second connection.
  vi.advanceTimersByTime(100_000)
  last().welcome()
  last().emit('disconnect')
  vi.advanceTimersByTime(0)
  expect(opened()).toHaveLength(2)
  vi.advanceTimersByTime(9_999)
  expect(last().isOpen).toBe(true)
  vi.advanceTimersByTime(1)
  expect(last().isOpen).toBe(false)
})

test('servers are tried in a random order', () => {
  const ranks = [0.9, 0.1, 0.5]
  const { connection, opened, last } = makeConnection({
    servers: ['a', 'b', 'c'],
    random: () => ranks.shift() ?? 0,
  })
  connection.connect()
  for (let i = 0; i < 3; i++) {
    last().emit('connect_error', new Error('no'))
    vi.advanceTimersByTime(0)
  }
  expect(opened()).toEqual(['b', 'c', 'a', 'b'].map((id) => `${id} by websocket`))
})

test('disconnect ends everything, and leaves no timer', () => {
  const { connection, shown, goOnline, last } = makeConnection()
  goOnline()
  last().say('server:leaving', { withinMs: 4_000 })
  connection.disconnect()
  expect([shown.at(-1), last().isOpen, vi.getTimerCount()]).toEqual(['off', false, 0])
  connection.reconnect()
  expect(shown.at(-1)).toBe('off')
})
