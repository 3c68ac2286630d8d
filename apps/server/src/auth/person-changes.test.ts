import { EventEmitter } from 'node:events'
import { roomChannel } from '@parley/delivery'
import { LOBBY_ID } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { personChannel, type ParleyServer } from '../socket/socket-types'
import { createPersonChanges } from './person-changes'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ADA = { id: 'ada', name: 'Ada', isGuest: false }

/** A server with two sockets of Ada, one of which knows of the change, a handshake of hers, and Ben. */
function makeServer() {
  const told: unknown[] = []
  const announced: unknown[] = []
  const socket = (name: string, user: object) => ({
    data: { user: { sessionId: name, ...user } },
    emit: (...said: unknown[]) => told.push([name, ...said]),
  })
  const sockets = new Map([
    ['phone', socket('phone', { ...ADA, isGuest: true })],
    ['laptop', socket('laptop', ADA)],
    ['renamed', socket('renamed', { ...ADA, name: 'Adam' })],
    ['ben', socket('ben', { id: 'ben', name: 'Ben', isGuest: true })],
  ])
  const rooms = new Map([
    [personChannel('ada'), new Set(['phone', 'in its handshake', 'laptop', 'renamed'])],
    [personChannel('ben'), new Set(['ben'])],
  ])
  const everybody: unknown[] = []
  const io = Object.assign(new EventEmitter(), {
    to: (channel: string) => ({ emit: (...said: unknown[]) => everybody.push([channel, ...said]) }),
    serverSideEmit: (...said: unknown[]) => announced.push(said),
    sockets: { adapter: { rooms }, sockets },
  })
  const changes = createPersonChanges(io as unknown as ParleyServer)
  return { io, ...changes, told, announced, everybody, sockets }
}

const expected = ['phone', 'renamed'].map((name) => [name, 'person:changed', { person: ADA }])

test('a changed person is told on every socket that does not know it, and all servers are told', () => {
  const { announce, told, announced, sockets } = makeServer()
  announce(ADA)
  expect([told, announced]).toEqual([expected, [['personChanged', ADA]]])
  expect(sockets.get('phone')!.data.user).toEqual({ sessionId: 'phone', ...ADA })
  announce(ADA)
  expect(told).toHaveLength(2)
})

test('the change of a person that another server tells is not passed on; one who is not here is passed over', () => {
  const { io, told, announced } = makeServer()
  io.emit('personChanged', ADA)
  io.emit('personChanged', { ...ADA, id: 'eve' })
  expect([told, announced]).toEqual([expected, []])
})

test('everybody is told once a second, of each changed person', async () => {
  const { announce, close, everybody } = makeServer()
  const bo = { id: 'bo', name: 'Bo', isGuest: true }
  announce(ADA)
  const told = (...people: unknown[]) => [roomChannel(LOBBY_ID), 'people:changed', { people }]
  const first = everybody.splice(0)
  announce({ ...bo, name: 'Bob' })
  announce(bo)
  announce(ADA)
  await vi.advanceTimersByTimeAsync(999)
  const early = everybody.splice(0)
  await vi.advanceTimersByTimeAsync(1)
  expect([...first, ...early, ...everybody]).toEqual([told(ADA), told(bo, ADA)])
  announce(bo)
  await close()
  expect(vi.getTimerCount()).toBe(0)
})
