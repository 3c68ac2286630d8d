import type { Room } from '@parley/protocol'
import { expect, test } from 'vitest'
import { isUnreadRoom, sortRooms } from './room-order'

function room(name: string, more: Partial<Room> = {}): Room {
  const base = {
    id: name,
    name,
    topic: '',
    isLobby: false,
    isMember: true,
    memberCount: 1,
    lastSeq: 0,
    readSeq: 0,
    kind: 'public' as const,
    role: 'member' as const,
    people: [],
  }
  return { ...base, ...more }
}

test('the lobby stands first, then own rooms by name, numbers in numeric order', () => {
  const rooms = [
    room('room 10'),
    room('Alpha'),
    room('lobby', { isLobby: true }),
    room('room 9'),
    room('alps'),
  ]
  expect(sortRooms(rooms).own.map((each) => each.name)).toEqual([
    'lobby',
    'Alpha',
    'alps',
    'room 9',
    'room 10',
  ])
})

test('rooms of others stand apart', () => {
  const { own, others } = sortRooms([room('b', { isMember: false }), room('a')])
  expect([own[0]?.name, others[0]?.name]).toEqual(['a', 'b'])
})

test('a room is unread only with messages after its read mark', () => {
  expect(isUnreadRoom(room('a', { lastSeq: 5, readSeq: 4 }))).toBe(true)
  expect(isUnreadRoom(room('a', { lastSeq: 5, readSeq: 5 }))).toBe(false)
  expect(isUnreadRoom(room('a', { lastSeq: 5, isMember: false }))).toBe(false)
})
