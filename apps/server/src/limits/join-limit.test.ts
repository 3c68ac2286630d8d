import { createLog } from '@parley/service'
import { expect, test } from 'vitest'
import { createJoinLimit } from './join-limit'

const log = createLog('test', 'fatal')

/** As many servers as one likes over one count, which can be away. */
function shared(perMinute: number) {
  const counts = new Map<string, number>()
  const state = { now: 0, isAway: false }
  const server = () =>
    createJoinLimit({
      perMinute,
      async countJoins(network) {
        if (state.isAway) throw new Error('away')
        const count = (counts.get(network) ?? 0) + 1
        counts.set(network, count)
        return { count, restMs: 42_000 }
      },
      nowMs: () => state.now,
      log,
    })
  return { state, server }
}

test('so many guests a minute may join from one address, through whichever server, then one has to wait', async () => {
  const { server } = shared(2)
  const [one, other] = [server(), server()]
  expect([await one('203.0.113.7'), await other('203.0.113.7'), await one('203.0.113.7')]).toEqual([
    null,
    null,
    42_000,
  ])
})

test('while the count is away each server counts by itself', async () => {
  const { server, state } = shared(2)
  const [one, other] = [server(), server()]
  state.isAway = true
  expect([await one('203.0.113.7'), await one('203.0.113.7'), await one('203.0.113.7')]).toEqual([
    null,
    null,
    30_000,
  ])
  expect(await other('203.0.113.7')).toBeNull()
  state.now = 30_000
  expect(await one('203.0.113.7')).toBeNull()
})

test('addresses are counted apart, those of one IPv6 home together', async () => {
  const allow = shared(1).server()
  expect(await allow('203.0.113.7')).toBeNull()
  expect(await allow('203.0.113.8')).toBeNull()
  expect(await allow('2001:db8:0:7::1')).toBeNull()
  expect(await allow('2001:db8:0:7:aaaa::2')).not.toBeNull()
  expect(await allow('2001:db8:0:8::1')).toBeNull()
})

test('this machine itself is not counted', async () => {
  const allow = shared(1).server()
  const local = ['127.0.0.1', '127.0.0.1', '::1', '::1']
  expect(await Promise.all(local.map(allow))).toEqual([null, null, null, null])
})
