// The decisions of the path back. With real engines: test/persist-batch.integration.test.ts.
import { expect, test } from 'vitest'
import {
  away,
  conflictIn,
  dataError,
  makePersister,
  newer,
  one,
  OTHER,
  ROOM,
  batchOf,
  three,
  two,
  unreadable,
} from '../test/scripted-persister'
import { NewerRecordError } from './newer-record'
import { FencedError } from './fenced'

const whole = (names: string[], nextOffset = 10 + names.length) => ({
  store: names,
  baseOffset: 10,
  nextOffset,
})

test('events that servers have sequenced are stored in one transaction, counted, and trimmed', async () => {
  const { persist, happened, waits } = makePersister({ store: [1] })
  await persist(batchOf(one, two, one))
  expect(happened).toEqual([
    { find: ['01', '02'] },
    whole(['01', '02'], 13),
    { stored: 1, nextOffset: 13 },
    { trim: ['01', '02'], offset: 13 },
  ])
  expect(waits).toEqual([])
})

test('an event without a seq gets one if PostgreSQL lacks it, and in a room of another epoch every lookup is repeated', async () => {
  const { persist, happened } = makePersister({
    missing: [['01', '02', '03'], ['03']],
    known: ['01'],
    stale: [['03']],
  })
  await persist(batchOf(one, two, three))
  expect(happened.slice(0, -2)).toEqual([
    { find: ['01', '02', '03'] },
    { known: ['01', '02', '03'] },
    { sequence: ['02', '03'], epoch: 5 },
    { find: ['03'] },
    { known: ['03'] },
    { sequence: ['03'], epoch: 5 },
    { find: [] },
    whole(['02', '03'], 13),
  ])
})

test('a batch is stored whether or not its records are counted', async () => {
  const { persist, happened } = makePersister({ isUncounted: true })
  await persist(batchOf(one))
  expect(happened.slice(1)).toEqual([whole(['01']), { trim: ['01'], offset: 11 }])
})

test('3.6: an answer of PostgreSQL that is older than a minute is not used', async () => {
  const asked = makePersister({ missing: [['01'], ['01']], knownMs: [60_001, 60_000] })
  await asked.persist(batchOf(one))
  const question = [{ find: ['01'] }, { known: ['01'] }]
  expect(asked.happened.slice(0, 6)).toEqual([
    ...question,
    { offsetOf: 3 },
    ...question,
    { sequence: ['01'], epoch: 5 },
  ])
})

test('a record that can never be an event becomes a dead letter: it gets no seq and is not trimmed', async () => {
  const { persist, happened } = makePersister()
  await persist(batchOf(unreadable, one))
  expect(happened).toEqual([
    { find: ['01'] },
    { ...whole(['01'], 12), dead: ['10 not JSON'] },
    { stored: 1, nextOffset: 12 },
    { trim: ['01'], offset: 12 },
  ])
})

test('3.15: records before one of a newer version are stored; then the partition waits', async () => {
  const { persist, happened } = makePersister()
  const failure = await persist(batchOf(one, newer, two)).catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(NewerRecordError)
  expect(failure).toMatchObject({ partition: 3, offset: 11 })
  expect(happened.slice(1)).toEqual([
    whole(['01']),
    { stored: 1, nextOffset: 11 },
    { trim: ['01'], offset: 11 },
  ])
})

test('3.15: if it comes first nothing is looked up; one that was given up is a dead letter', async () => {
  const waiting = makePersister()
  await expect(waiting.persist(batchOf(newer, one))).rejects.toBeInstanceOf(NewerRecordError)
  expect(waiting.happened).toEqual([])
  const { persist, happened } = makePersister({ isGivenUp: true })
  await persist(batchOf(newer, one))
  expect(happened[1]).toEqual({ ...whole(['01'], 12), dead: ['10 given up by an operator'] })
})

test('it waits for an engine that is down, longer each time up to two seconds, and repeats every lookup', async () => {
  const { persist, happened, waits } = makePersister({ store: Array<Error>(9).fill(away) })
  await persist(batchOf(one))
  const attempt = [{ find: ['01'] }, whole(['01'])]
  const failed = Array.from({ length: 9 }, () => [...attempt, { offsetOf: 3 }]).flat()
  expect(happened).toEqual([
    ...failed,
    ...attempt,
    { stored: 1, nextOffset: 11 },
    { trim: ['01'], offset: 11 },
  ])
  const most = [50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]
  expect(waits.map((ms, i) => ms <= most[i]! && ms >= most[i]! / 2)).toEqual(most.map(() => true))
})

test('a transaction whose answer was lost is not repeated: the offset has moved', async () => {
  const { persist, happened } = makePersister({ store: [away], next: 11 })
  await persist(batchOf(one))
  expect(happened).toEqual([
    { find: ['01'] },
    whole(['01']),
    { offsetOf: 3 },
    { stored: 1, nextOffset: 11 },
    { trim: ['01'], offset: 11 },
  ])
})

test('events that another persister stored before anything was sequenced are not counted here', async () => {
  const { persist, happened } = makePersister({ missing: [['01']], knownMs: [60_001], next: 11 })
  await persist(batchOf(one))
  expect(happened.slice(2)).toEqual([{ offsetOf: 3 }, { trim: ['01'], offset: 11 }])
})

test('1.2: a persister that is fenced ends, and repeats nothing', async () => {
  const { persist, happened, waits } = makePersister({ store: ['fenced'] })
  await expect(persist(batchOf(one))).rejects.toMatchObject({
    constructor: FencedError,
    partition: 3,
  })
  expect(happened).toEqual([{ find: ['01'] }, whole(['01'])])
  expect(waits).toEqual([])
})

test('3.14: when the partition has moved it stops waiting, whatever fails', async () => {
  const storing = makePersister({ store: [conflictIn(ROOM)] })
  storing.owned.push(false)
  await expect(storing.persist(batchOf(one))).rejects.toBeInstanceOf(FencedError)
  expect(storing.happened).toEqual([{ find: ['01'] }, whole(['01'])])
  const trimming = makePersister({ trim: [away, away] })
  trimming.owned.push(true, false)
  await expect(trimming.persist(batchOf(one))).rejects.toBeInstanceOf(FencedError)
  expect(trimming.waits).toHaveLength(1)
})

test('a failed trim is repeated, and nothing is stored twice', async () => {
  const { persist, happened } = makePersister({ trim: [away] })
  await persist(batchOf(one))
  const trim = { trim: ['01'], offset: 11 }
  expect(happened.slice(2)).toEqual([{ stored: 1, nextOffset: 11 }, trim, trim])
})

test('3.7: bisection finds a record that PostgreSQL refuses permanently, and it becomes a dead letter; all others are stored', async () => {
  const { persist, happened } = makePersister({ store: [dataError, 2, dataError] })
  await persist(batchOf(one, two, three))
  expect(happened).toEqual([
    { find: ['01', '02', '03'] },
    whole(['01', '02', '03']),
    { find: ['01', '02'] },
    whole(['01', '02']),
    { stored: 2, nextOffset: 12 },
    { find: ['03'] },
    { store: ['03'], baseOffset: 12, nextOffset: 13 },
    { find: [] },
    { store: [], dead: ['12 Error: invalid input'], baseOffset: 12, nextOffset: 13 },
    { stored: 0, nextOffset: 13 },
    { trim: ['01', '02', '03'], offset: 13 },
  ])
})

test('seqs that PostgreSQL has given to others are forgotten, room by room, once each, as far as Redis can', async () => {
  const { persist, happened } = makePersister({ store: [conflictIn(ROOM, OTHER, ROOM)], forget: [away] })
  await persist(batchOf(one))
  expect(happened.slice(2, 5)).toEqual([{ forget: ROOM }, { forget: OTHER }, { offsetOf: 3 }])
})
