import { MAX_BATCH_RECORDS } from '@parley/event-log'
import { encodeRoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { ForeignLogError } from './foreign-log'
import { checkLogContinuity } from './log-continuity'
import { trimStored } from './trim-stored'

const idOf = (n: number) => `01890000-0000-7000-8000-00000000000${n}`
const ROOM = idOf(0)

/** A log with one message of the room at each offset up to 3; PostgreSQL has these, and those as dead letters. */
async function look(next: number, { stored = [1, 2, 3], dead = [] as number[] } = {}) {
  const asked: unknown[] = []
  const events = [1, 2, 3].map((n) => ({ ...logged(ROOM, idOf(n)).event }))
  const found = checkLogContinuity(3, next, {
    eventLog: {
      async *read(...range) {
        asked.push(['read', ...range])
        for (const [offset, event] of events.entries())
          yield { offset, key: ROOM, value: encodeRoomEvent(event) }
      },
    },
    events: {
      async known(ids) {
        asked.push(['known', ids.length])
        return new Map(stored.map((n) => [`${ROOM}/${idOf(n)}`, { seq: n, epoch: 1, authorId: 'ada' }]))
      },
    },
    audit: { deadLetters: async (partition) => (asked.push(['dead', partition]), dead) },
  })
  return { found: await found.catch((cause: unknown) => cause), asked }
}

test('the last batch before the offset is read, and its stored events are returned', async () => {
  const { found, asked } = await look(MAX_BATCH_RECORDS + 5)
  expect(found).toMatchObject([1, 2, 3].map((n) => ({ event: { id: idOf(n) } })))
  expect(asked).toEqual([
    ['read', 3, 5, MAX_BATCH_RECORDS + 5],
    ['known', 3],
  ])
  expect((await look(2)).asked[0]).toEqual(['read', 3, 0, 2])
})

test('3.12: a record that is neither stored nor a dead letter belongs to another log', async () => {
  const { found } = await look(3, { stored: [1], dead: [1] })
  expect(found).toBeInstanceOf(ForeignLogError)
  expect((found as Error).message).toContain('its record 2 is not stored')
})

test('a dead letter is accepted, and is not among the stored events', async () => {
  const { found, asked } = await look(3, { stored: [1, 3], dead: [1] })
  expect(found).toMatchObject([{ event: { id: idOf(1) } }, { event: { id: idOf(3) } }])
  expect(asked[2]).toEqual(['dead', 3])
})

test('stored events are trimmed room by room, up to the offset', async () => {
  const asked: unknown[] = []
  await trimStored([logged('a', '1'), logged('b', '1'), logged('a', '2')], 9, {
    trimRooms: async (...call) => (asked.push(...call), []),
  })
  expect(asked).toEqual([
    [
      { roomId: 'a', ids: ['1', '2'] },
      { roomId: 'b', ids: ['1'] },
    ],
    { offset: 9 },
  ])
})
