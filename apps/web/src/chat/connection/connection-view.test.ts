import { failure } from '@parley/protocol'
import { expect, test } from 'vitest'
import { QUIET_MS, formatWaiting, viewConnection } from './connection-view'

const lostAt = 10_000
const waiting = {
  kind: 'waiting',
  since: lostAt,
  retryAt: lostAt + 5_000,
  attempt: 1,
  failure: null,
} as const
const at = (now: number) => ({ now, isOffline: false })

test('a missing network is reported at once, unless a connection works all the same', () => {
  const offline = { now: lostAt, isOffline: true }
  expect(viewConnection(waiting, lostAt, offline)).toEqual({ kind: 'offline' })
  const online = { kind: 'online', serverId: '2', since: 0 } as const
  expect(viewConnection(online, null, offline)).toEqual({ kind: 'online', serverId: '2' })
})

test('a short loss is not reported', () => {
  expect(viewConnection(waiting, lostAt, at(lostAt + QUIET_MS - 1))).toEqual({ kind: 'settling' })
})

test('a longer one counts down to the next attempt, then shows the attempt', () => {
  expect(viewConnection(waiting, lostAt, at(lostAt + QUIET_MS))).toEqual({
    kind: 'waiting',
    secondsLeft: 3,
    say: null,
  })
  expect(viewConnection(waiting, lostAt, at(lostAt + 5_000))).toEqual({ kind: 'trying' })
  const connecting = { kind: 'connecting', since: lostAt } as const
  expect(viewConnection(connecting, lostAt, at(lostAt + 9_000))).toEqual({ kind: 'trying' })
})

test('too many connections are reported at once', () => {
  const refused = { ...waiting, failure: failure('too-many-connections') }
  expect(viewConnection(refused, lostAt, at(lostAt))).toMatchObject({
    kind: 'waiting',
    say: refused.failure.say,
  })
})

test('being online and being refused are reported at once', () => {
  expect(viewConnection({ kind: 'online', serverId: '2', since: 0 }, null, at(0))).toEqual({
    kind: 'online',
    serverId: '2',
  })
  const refused = { kind: 'refused', failure: failure('wrong-protocol') } as const
  expect(viewConnection(refused, lostAt, at(lostAt))).toEqual(refused)
})

test('waiting messages are counted', () => {
  expect(formatWaiting(1, true)).toBe('1 message waits and will be sent by itself.')
  expect(formatWaiting(3, true)).toBe('3 messages wait and will be sent by themselves.')
  expect(formatWaiting(3, false)).toMatch(/ Keep this page open: the browser refuses to keep them\.$/)
})
