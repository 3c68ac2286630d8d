import { expect, test } from 'vitest'
import type { Observation } from '../history/observation'
import { createRecorder } from '../history/recorder'
import { recoveryOf } from './recovery'

const room = 'room-1'

function recoveryIn(observations: Observation[], since: number) {
  const { observe, history } = createRecorder()
  observations.forEach(observe)
  return recoveryOf(history, since)
}

const lost = (client: string, at: number, isOwnWill = false): Observation => ({
  kind: 'lost',
  client,
  at,
  isOwnWill,
})
const back = (client: string, at: number): Observation[] => [
  { kind: 'connected', client, server: '1', at: at - 10 },
  { kind: 'asked', client, at: at - 5 },
  { kind: 'synced', client, at },
]

test('how long the disconnected clients took until they were in sync again', () => {
  const recovery = recoveryIn(
    [
      ...back('a', 500),
      ...back('b', 500),
      ...back('c', 500),
      lost('a', 1_010),
      lost('b', 1_020),
      ...back('a', 2_000),
      ...back('b', 4_000),
    ],
    1_000,
  )
  expect(recovery).toMatchObject({ p95: 3_000, max: 3_000, clients: 2, stillAway: [], syncsPerClient: 1 })
})

test('a client disconnected again took until the last time, and one that is not back is named', () => {
  const recovery = recoveryIn(
    [
      lost('a', 1_010),
      ...back('a', 2_000),
      lost('a', 2_500),
      ...back('a', 3_000),
      lost('b', 1_100),
      ...back('b', 9_000),
      lost('b', 9_500),
    ],
    1_000,
  )
  expect(recovery).toMatchObject({ max: 2_000, clients: 1, stillAway: ['b'], syncsPerClient: 2 })
})

test('a client disconnected before that came back since counts from `since`', () => {
  expect(recoveryIn([lost('a', 100), ...back('a', 1_700)], 1_000)).toMatchObject({ max: 700, clients: 1 })
  expect(recoveryIn([lost('a', 100), ...back('a', 700)], 1_000)).toMatchObject({ clients: 0 })
})

test('a client that went offline by itself does not count', () => {
  const recovery = recoveryIn(
    [lost('a', 1_010, true), ...back('a', 9_000), lost('b', 1_010), lost('b', 1_020, true)],
    1_000,
  )
  expect(recovery).toMatchObject({ max: 0, clients: 0, stillAway: [] })
})

test('when the clients that were online saw the last earlier message for the first time', () => {
  const position = { room, id: 'm', seq: 101, epoch: 100 }
  const message: Observation = {
    kind: 'wrote',
    client: 'a',
    room,
    id: 'm',
    operation: { kind: 'message', body: 'm' },
    nth: 1,
    at: 900,
  }
  const saw = (client: string, at: number): Observation => ({ kind: 'saw', client, ...position, at })
  expect(recoveryIn([message, saw('a', 950), saw('b', 1_400), saw('a', 1_900)], 1_000).seenMax).toBe(400)
  const offline: Observation[] = [
    lost('b', 800, true),
    message,
    saw('a', 1_200),
    ...back('b', 5_000),
    saw('b', 5_010),
  ]
  expect(recoveryIn(offline, 1_000).seenMax).toBe(200)
  const byOffline: Observation[] = [lost('a', 800, true), message, ...back('a', 5_000), saw('b', 5_020)]
  expect(recoveryIn(byOffline, 1_000).seenMax).toBe(0)
})
