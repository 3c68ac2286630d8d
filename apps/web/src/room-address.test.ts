import { LOBBY_ID } from '@parley/protocol'
import { expect, test } from 'vitest'
import { joinAddress, lobbyAddress, roomAddress, roomInPath } from './room-address'
import { serversFor } from './server-choice'

test('the choice of a server is kept from page to page', () => {
  expect(roomAddress('r1', '?server=2&x=1')).toBe('/rooms/r1?server=2')
  expect(lobbyAddress('')).toBe(`/rooms/${LOBBY_ID}`)
  expect(joinAddress('?server=2')).toBe('/?server=2')
  expect(roomAddress(null, '?server=a%26b')).toBe('/rooms?server=a%26b')
})

test('the path names the room', () => {
  expect(roomInPath(`/rooms/${LOBBY_ID}`)).toBe(LOBBY_ID)
  expect(roomInPath('/rooms')).toBe(null)
})

test('a chosen server is the only one; an unknown choice is ignored', () => {
  const servers = [
    { id: '1', url: 'http://a' },
    { id: '2', url: 'http://b' },
  ]
  expect(serversFor(servers, '2')).toEqual([servers[1]])
  expect(serversFor(servers, '9')).toEqual(servers)
  expect(serversFor(servers, null)).toEqual(servers)
})
