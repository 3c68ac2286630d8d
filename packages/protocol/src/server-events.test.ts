import { expect, test } from 'vitest'
import { handshake } from './handshake'
import { failure } from './failures'
import { serverEvents, type ServerEvent } from './server-events'

const roomId = '01890000-0000-7000-8000-000000000001'
const event = {
  kind: 'message',
  id: '01890000-0000-7000-8000-0000000000aa',
  roomId,
  authorId: 'ada',
  authorName: 'Ada',
  body: 'hello',
  at: 1,
}

/** One payload for each event, with every field. */
const payloads: Record<ServerEvent, object> = {
  'server:welcome': { serverId: '1', protocol: 2, person: { id: 'ada', name: 'Ada', isGuest: true } },
  'server:leaving': { withinMs: 0 },
  'live:state': { delayed: true },
  'sends:resumed': { withinMs: 100 },
  'room:events': { roomId, epoch: 1, events: [{ seq: 1, event }] },
  'room:head': { roomId, epoch: 1, seq: 7, said: 5 },
  'rooms:changed': { roomId, change: 'joined' },
  'read:marked': { roomId, seq: 7 },
  'person:changed': { person: { id: 'ada', name: 'Ada', isGuest: false } },
  'people:changed': { people: [{ id: 'ada', name: 'Ada', isGuest: false }] },
  'directory:changed': { roomId },
  'request:failed': { event: 'message:send', failure: failure('too-fast', { detail: 'body' }) },
}
const isRead = (name: ServerEvent, payload: object) => serverEvents[name].safeParse(payload).success

test.each(Object.entries(payloads) as [ServerEvent, object][])(
  '%s is read with all of its fields, and with no other',
  (name, payload) => {
    expect(isRead(name, payload)).toBe(true)
    expect(isRead(name, { ...payload, more: 1 })).toBe(false)
    for (const field of Object.keys(payload))
      expect(isRead(name, { ...payload, [field]: undefined })).toBe(false)
  },
)

test.each<[ServerEvent, object, boolean]>([
  ['server:welcome', { ...payloads['server:welcome'], person: { id: 'ada', name: 'Ada' } }, false],
  ['room:events', { roomId, epoch: 1, events: [] }, false],
  ['room:events', { roomId, epoch: 1, events: [{ event }] }, false],
  ['rooms:changed', { roomId, change: 'left' }, true],
  ['rooms:changed', { roomId, change: '' }, false],
  ['server:leaving', { withinMs: -1 }, false],
  ['sends:resumed', { withinMs: 0.5 }, false],
  [
    'request:failed',
    { event: 'message:send', failure: { ...failure('too-fast'), code: 'unheard-of' } },
    false,
  ],
])('%s with %j is read: %s', (name, payload, is) => {
  expect(isRead(name, payload)).toBe(is)
})

test('a handshake names the version of the protocol; other fields are ignored', () => {
  expect(handshake.safeParse({ protocol: 2, token: 'x' }).success).toBe(true)
  for (const wrong of [{}, { protocol: '2' }, { protocol: 1.5 }])
    expect(handshake.safeParse(wrong).success).toBe(false)
})
