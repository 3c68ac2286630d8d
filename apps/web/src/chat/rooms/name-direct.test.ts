import type { Room } from '@parley/protocol'
import { expect, test } from 'vitest'
import { nameDirect } from './name-direct'

const bo = { id: 'p-bo', name: 'Bo', isGuest: true }
const cleo = { id: 'p-cleo', name: 'Cleo', isGuest: false }
const direct = { id: 'r', name: '', kind: 'direct', people: [bo, cleo] } as Partial<Room> as Room

test('a direct room reads as its people, under their current names', () => {
  expect(nameDirect(direct, {}).name).toBe('Bo, Cleo')
  expect(nameDirect(direct, { 'p-bo': { ...bo, name: 'Bob' } }).name).toBe('Bob, Cleo')
  expect(nameDirect({ ...direct, people: [] }, {}).name).toBe('Nobody else')
})

test('it is the same object as long as it reads the same: rooms are rendered only when they change', () => {
  expect(nameDirect(direct, {})).toBe(nameDirect(direct, {}))
  const room = { ...direct, kind: 'private', name: 'plans' } as Room
  expect(nameDirect(room, {})).toBe(room)
})
