import { roomChannel } from '@parley/delivery'
import { createLogger } from '@parley/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ParleySocket } from '../socket/socket-types'
import { recheckSockets } from './recheck'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function makeSocket(id: string, sessionToken: string, rooms: string[]) {
  const socket = {
    data: { user: { id, name: id, isGuest: true, sessionToken } },
    told: [] as unknown[],
    emit: (event: string, payload: unknown) => void socket.told.push([event, payload]),
    rooms: new Set([id, ...rooms.map(roomChannel)]),
    connected: true,
    disconnect: (close: boolean) => (socket.connected = !close),
    leave: (channel: string) => socket.rooms.delete(channel),
  }
  return socket
}

/** Ada with two devices, and Ben, with PostgreSQL's answers about them. */
function makeServer({ everyMs }: { everyMs?: number } = {}) {
  const sockets = [
    makeSocket('ada', 'a1', ['first', 'second']),
    makeSocket('ada', 'a1', ['second']),
    makeSocket('ben', 'b1', ['first']),
  ]
  const [phone, tablet, ben] = sockets as [(typeof sockets)[0], (typeof sockets)[0], (typeof sockets)[0]]
  const stored = {
    live: new Map([
      ['a1', { personId: 'ada', name: 'ada', isGuest: true }],
      ['b1', { personId: 'ben', name: 'ben', isGuest: true }],
    ]),
    rooms: new Map([
      ['ada', ['first', 'second']],
      ['ben', ['first']],
    ]),
    asked: [] as unknown[],
    isAway: false,
  }
  const recheck = recheckSockets({
    localSockets: () => sockets as unknown as ParleySocket[],
    sessions: {
      async byTokens(tokens: string[]) {
        stored.asked.push(tokens)
        if (stored.isAway) throw new Error('away')
        return stored.live as never
      },
    },
    members: { roomsOf: async (id) => stored.rooms.get(id) ?? [] },
    logger: createLogger('server', 'fatal'),
    ...(everyMs && { everyMs }),
  })
  return { recheck, phone, tablet, ben, stored, sockets }
}

test('4.5: a removed member leaves the room, on each of their connections; all others stay', async () => {
  const { recheck, phone, tablet, ben, stored } = makeServer()
  stored.rooms.set('ada', ['first'])
  await recheck.now()
  expect([...phone.rooms]).toEqual(['ada', roomChannel('first')])
  expect([...tablet.rooms]).toEqual(['ada'])
  expect([...ben.rooms]).toEqual(['ben', roomChannel('first')])
  expect([phone, tablet, ben].every(({ connected }) => connected)).toBe(true)
  // One query for all sessions.
  expect(stored.asked).toEqual([['a1', 'b1']])
  await recheck.close()
})

test('4.5: the connections of an ended session are closed', async () => {
  const { recheck, phone, tablet, ben, stored } = makeServer()
  stored.live.delete('a1')
  await recheck.now()
  expect([phone, tablet, ben].map(({ connected }) => connected)).toEqual([false, false, true])
  await recheck.close()
})

test('4.5: a person who changed during a lost announcement is sent to each of their connections, once', async () => {
  const { recheck, phone, tablet, ben, stored } = makeServer()
  const person = { id: 'ada', name: 'ada', isGuest: false }
  stored.live.set('a1', { personId: 'ada', name: 'ada', isGuest: false })
  await recheck.now()
  await recheck.now()
  const told = [['person:changed', { person }]]
  expect([phone.told, tablet.told, ben.told]).toEqual([told, told, []])
  expect(phone.data.user).toEqual({ ...person, sessionToken: 'a1' })
  await recheck.close()
})

test('a room joined while PostgreSQL answers is not left', async () => {
  const { recheck, ben, stored } = makeServer()
  const roomsOf = stored.rooms.get.bind(stored.rooms)
  stored.rooms.get = (id) => {
    if (id === 'ben') ben.rooms.add(roomChannel('second'))
    return roomsOf(id)
  }
  await recheck.now()
  expect(ben.rooms).toContain(roomChannel('second'))
  await recheck.close()
})

test('only the named sockets are checked, and without sockets PostgreSQL is not asked', async () => {
  const { recheck, ben, stored, sockets } = makeServer()
  await recheck.check([ben as unknown as ParleySocket])
  expect(stored.asked).toEqual([['b1']])
  sockets.length = 0
  await recheck.now()
  expect(stored.asked).toHaveLength(1)
  await recheck.close()
})

test.each([
  { everyMs: undefined, ms: 30_000 },
  { everyMs: 100, ms: 100 },
])('every $ms ms all are checked, also after PostgreSQL was down, until the end', async ({ everyMs, ms }) => {
  const { recheck, phone, stored } = makeServer(everyMs ? { everyMs } : {})
  stored.isAway = true
  await vi.advanceTimersByTimeAsync(ms)
  expect(phone.connected).toBe(true)
  stored.isAway = false
  stored.live.delete('a1')
  await vi.advanceTimersByTimeAsync(ms - 1)
  expect([phone.connected, stored.asked.length]).toEqual([true, 1])
  await vi.advanceTimersByTimeAsync(1)
  expect([phone.connected, stored.asked.length]).toEqual([false, 2])
  await recheck.close()
  await vi.advanceTimersByTimeAsync(2 * ms)
  expect(stored.asked).toHaveLength(2)
})
