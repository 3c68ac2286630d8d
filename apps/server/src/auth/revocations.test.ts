import { EventEmitter } from 'node:events'
import { roomChannel } from '@parley/delivery'
import { expect, test } from 'vitest'
import { personChannel, type ParleyServer, type Revoked } from '../socket/socket-types'
import { createRevocations } from './revocations'

/** A server with two sessions of Ada, one handshake of hers, and Ben. */
function makeServer() {
  const happened: string[] = []
  const announced: unknown[] = []
  const socket = (name: string, sessionId: string) => ({
    data: { user: { sessionId } },
    leave: (channel: string) => happened.push(`${name} leaves ${channel}`),
    disconnect: (close: boolean) => happened.push(`${name} is disconnected${close ? '' : ' by halves'}`),
  })
  const io = Object.assign(new EventEmitter(), {
    serverSideEmit: (...said: unknown[]) => announced.push(said),
    sockets: {
      adapter: {
        rooms: new Map([
          [personChannel('ada'), new Set(['phone', 'in its handshake', 'laptop'])],
          [personChannel('ben'), new Set(['ben'])],
        ]),
      },
      sockets: new Map([
        ['phone', socket('phone', 's1')],
        ['laptop', socket('laptop', 's2')],
        ['ben', socket('ben', 's3')],
      ]),
    },
  })
  return { io, revocations: createRevocations(io as unknown as ParleyServer), happened, announced }
}

const ROOM = roomChannel('a room')

test.each<[title: string, lost: Omit<Revoked, 'personId'>, happened: string[]]>([
  [
    'a room is left by every connection',
    { roomId: 'a room' },
    [`phone leaves ${ROOM}`, `laptop leaves ${ROOM}`],
  ],
  ['one session ends', { sessionId: 's2' }, ['laptop is disconnected']],
  ['all sessions end', {}, ['phone is disconnected', 'laptop is disconnected']],
])('4.5: %s, here and on every other server', (_title, lost, expected) => {
  const { io, revocations, happened, announced } = makeServer()
  const revoked = { personId: 'ada', ...lost }
  revocations.revoke(revoked)
  expect(happened).toEqual(expected)
  expect(announced).toEqual([['revoked', revoked]])
  expect(revocations.count()).toBe(1)

  // Another server sends it: it takes effect and is not passed on.
  io.emit('revoked', revoked)
  expect(happened).toEqual([...expected, ...expected])
  expect(announced).toHaveLength(1)
  expect(revocations.count()).toBe(2)
})

test('a revocation of a user who is not here is counted, for a handshake that may be under way', () => {
  const { revocations, happened } = makeServer()
  revocations.revoke({ personId: 'eve' })
  expect(happened).toEqual([])
  expect(revocations.count()).toBe(1)
})
