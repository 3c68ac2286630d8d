import { expect, test } from 'vitest'
import type { Client, Cursor } from '../clients/client'
import { findLacking } from './settle'

const room = 'room-1'

function client(
  state: { cursor?: Cursor | null; unsent?: number; isOnline?: boolean; isInSync?: boolean } = {},
) {
  const { cursor = { epoch: 100, seq: 103 }, unsent = 0, isOnline = true, isInSync = true } = state
  const asked: Partial<Client> = {
    name: 'Ada',
    rooms: () => [room],
    unsent: () => unsent,
    delays: () => ['maybe-appended'],
    isOnline: () => isOnline,
    isInSync: () => isInSync,
    cursorOf: () => cursor,
  }
  return asked as Client
}

const heads = { headOf: () => ({ epoch: 100, seq: 103 }), acked: () => 3 }
const stored = new Map([[room, { count: 3, seq: 103 }]])

test('nothing is missing when everything is sent, seen and stored', () => {
  expect(findLacking([client()], heads, stored)).toEqual([])
  expect(findLacking([client()], heads, null)).toEqual([])
})

test('the missing parts per client', () => {
  const lacking = (...state: Parameters<typeof client>) => findLacking([client(...state)], heads, stored)
  expect(lacking({ unsent: 2 })).toEqual(['Ada has 2 to send (maybe-appended)'])
  expect(lacking({ isOnline: false })).toEqual(['Ada is offline'])
  expect(lacking({ isInSync: false })).toEqual(['Ada is not in sync'])
  expect(lacking({ cursor: null })).toEqual([`Ada has no page of ${room}`])
  expect(lacking({ cursor: { epoch: 100, seq: 102 } })).toEqual([`Ada is at 102 of ${room}, which is at 103`])
  expect(lacking({ cursor: { epoch: 90, seq: 200 } })).toEqual([`Ada is at 200 of ${room}, which is at 103`])
  expect(lacking({ cursor: { epoch: 100, seq: 104 } })).toEqual([
    `Ada in ${room} is at 104, only 103 is stored yet`,
  ])
})

test('acknowledged and not stored yet', () => {
  const behind = new Map([[room, { count: 2, seq: 103 }]])
  expect(findLacking([client()], heads, behind)).toEqual([`3 were acknowledged in ${room}, 2 are stored`])
})

test('a new epoch without messages is not missing', () => {
  expect(findLacking([client({ cursor: { epoch: 500, seq: 500 } })], heads, stored)).toEqual([])
})
