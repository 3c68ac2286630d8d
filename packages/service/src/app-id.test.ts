import { expect, test } from 'vitest'
import { findAppId } from './app-id'

const container = {
  hostname: '4f1d2c3b5a69',
  addresses: ['172.18.0.9'],
  namesOf: async () => ['parley-server-3.parley_default'],
}

test('a configured id stays', async () => {
  expect(await findAppId('berlin', container)).toBe('berlin')
})

test("a replica's id is the number that Docker Compose gave its container", async () => {
  expect(await findAppId('auto', container)).toBe('3')
  expect(await findAppId('auto', { ...container, namesOf: async () => ['my_parley_server_12'] })).toBe('12')
})

test('or the number in the host name', async () => {
  expect(await findAppId('auto', { ...container, hostname: 'server-7.servers.local' })).toBe('7')
})

test('or the host name itself, if there is no number', async () => {
  expect(
    await findAppId('auto', { ...container, namesOf: () => Promise.reject(new Error('ENOTFOUND')) }),
  ).toBe('4f1d2c3b5a69')
  expect(await findAppId('auto', { ...container, addresses: [] })).toBe('4f1d2c3b5a69')
})
