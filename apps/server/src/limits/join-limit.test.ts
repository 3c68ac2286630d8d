import { expect, test } from 'vitest'
import { createBuckets } from './buckets'
import { createJoinLimit } from './join-limit'

function limitOf(perMinute: number) {
  const state = { now: 0 }
  const take = createBuckets(() => state.now)
  const allow = createJoinLimit({ perMinute, take: async (key, rate) => take(key, rate) })
  return { state, allow }
}

test('a limited number of guests may join from one address, then the next has to wait', async () => {
  const { allow, state } = limitOf(2)
  const address = '203.0.113.7'
  expect([await allow(address), await allow(address), await allow(address)]).toEqual([null, null, 30_000])
  state.now = 30_000
  expect(await allow(address)).toBeNull()
})

test('addresses are counted apart, those of one IPv6 network together', async () => {
  const { allow } = limitOf(1)
  expect(await allow('203.0.113.7')).toBeNull()
  expect(await allow('203.0.113.8')).toBeNull()
  expect(await allow('2001:db8:0:7::1')).toBeNull()
  expect(await allow('2001:db8:0:7:aaaa::2')).not.toBeNull()
  expect(await allow('2001:db8:0:8::1')).toBeNull()
})

test('this machine itself is not counted', async () => {
  const { allow } = limitOf(1)
  const local = ['127.0.0.1', '127.0.0.1', '::1', '::1']
  expect(await Promise.all(local.map(allow))).toEqual([null, null, null, null])
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:0:7::1', '2001:db8:0:7'],
  ['2001:DB8::7', '2001:db8:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
  ['::2:3:4:5:6', '0:0:0:2'],
  ['2001::4:5:6:7:8', '2001:0:0:4'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is counted as %s', async (address, network) => {
  const keys: string[] = []
  const allow = createJoinLimit({ perMinute: 1, take: async (key) => (keys.push(key), null) })
  await allow(address)
  expect(keys).toEqual([`guest-join:${network}`])
})
