import { expect, test } from 'vitest'
import { ownAddresses } from './own-addresses'

const of = (address: string, internal = false) => ({ address, internal, family: 'IPv4' }) as never

test('a server is reached at the address where it listens', () => {
  expect(ownAddresses('127.0.0.1', 3101)).toEqual(['http://127.0.0.1:3101'])
  expect(ownAddresses('fd00::7', 3101)).toEqual(['http://[fd00::7]:3101'])
})

test('a server that listens on all interfaces is reached in each of its networks', () => {
  const interfaces = { lo: [of('127.0.0.1', true)], eth0: [of('172.18.0.9')], eth1: [of('10.0.0.4')] }
  expect(ownAddresses('0.0.0.0', 3101, interfaces)).toEqual([
    'http://172.18.0.9:3101',
    'http://10.0.0.4:3101',
  ])
})
