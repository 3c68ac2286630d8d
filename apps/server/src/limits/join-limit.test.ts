import { expect, test } from 'vitest'
import { createJoinLimit } from './join-limit'

function limitOf(perMinute: number) {
  let now = 0
  return { allow: createJoinLimit(perMinute, () => now), wait: (ms: number) => (now += ms) }
}

test('so many guests a minute may join from one address, then one has to wait', () => {
  const { allow, wait } = limitOf(2)
  expect([allow('203.0.113.7'), allow('203.0.113.7'), allow('203.0.113.7')]).toEqual([null, null, 30_000])
  wait(30_000)
  expect(allow('203.0.113.7')).toBeNull()
})

test('addresses are counted apart, those of one IPv6 home together', () => {
  const { allow } = limitOf(1)
  expect(allow('203.0.113.7')).toBeNull()
  expect(allow('203.0.113.8')).toBeNull()
  expect(allow('2001:db8:0:7::1')).toBeNull()
  expect(allow('2001:db8:0:7:aaaa::2')).not.toBeNull()
  expect(allow('2001:db8:0:8::1')).toBeNull()
})

test('this machine itself is not counted', () => {
  const { allow } = limitOf(1)
  expect([allow('127.0.0.1'), allow('127.0.0.1'), allow('::1'), allow('::1')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
