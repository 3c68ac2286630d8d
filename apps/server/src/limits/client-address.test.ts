import { expect, test } from 'vitest'
import { createClientAddress } from './client-address'

const addressOf = createClientAddress((address) => address.startsWith('10.'))

test('without a trusted proxy the address is that of the connection, whatever the header says', () => {
  expect(addressOf({ remoteAddress: '203.0.113.7', forwardedFor: '198.51.100.1' })).toBe('203.0.113.7')
})

test('a trusted proxy is believed only for the entry that it added itself', () => {
  expect(addressOf({ remoteAddress: '::ffff:10.0.0.2', forwardedFor: '198.51.100.1, 203.0.113.7' })).toBe(
    '203.0.113.7',
  )
})

test('a chain of trusted proxies is followed to its first', () => {
  expect(addressOf({ remoteAddress: '10.0.0.2', forwardedFor: '203.0.113.7, 10.0.0.9' })).toBe('203.0.113.7')
})

test("without the header a proxy's own address counts", () => {
  expect(addressOf({ remoteAddress: '10.0.0.2', forwardedFor: undefined })).toBe('10.0.0.2')
})

test('a connection that has ended has no address, whatever the header says', () => {
  expect(addressOf({ remoteAddress: undefined, forwardedFor: '203.0.113.7' })).toBe('')
})

test('only an address that begins as an IPv4 one in IPv6 is taken for it', () => {
  const address = '64:ff9b::ffff:10.0.0.2'
  expect(addressOf({ remoteAddress: address, forwardedFor: undefined })).toBe(address)
})
