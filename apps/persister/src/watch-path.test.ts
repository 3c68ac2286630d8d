import { SeqConflictError } from '@parley/database'
import type { Delivery, SequenceRequest, SequenceResult } from '@parley/delivery'
import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { definitions, type PersisterMetrics } from './metrics'
import type { Poison } from './partition-batch'
import {
  countStored,
  createReadLag,
  createReadWaiting,
  watchBatch,
  watchDelivery,
  watchStore,
} from './watch-path'

/** Metrics that record their updates. */
function makeMetrics() {
  const told: Record<string, unknown[]> = {}
  const note = (name: string, labels: object, by: number) =>
    (told[name] ??= []).push(Object.keys(labels).length > 0 ? { ...labels, by } : by)
  const metrics = Object.fromEntries(
    Object.keys(definitions).map((name) => [
      name,
      {
        add: (labels: object, by = 1) => note(name, labels, by),
        observe: (labels: object, value: number) => note(name, labels, value),
      },
    ]),
  ) as unknown as PersisterMetrics
  return { metrics, told }
}

const poison = (reason: string): Poison => ({ kind: 'poison', offset: 1, key: 'a', value: '', reason })

test('each finished record is stored, known or a dead letter, of a few kinds', () => {
  const { metrics, told } = makeMetrics()
  const nextOffsets = new Map<number, number>()
  const reasons = [
    'not JSON',
    'no version',
    'the key is not the room',
    'given up by an operator',
    'body: "x"',
  ]
  const records = [
    logged('a', '1'),
    logged('a', '2'),
    ...[...reasons, 'SqlError: 22021', 'an Error', 'Errors'].map(poison),
  ]
  countStored(metrics, nextOffsets)(
    { partition: 3, fencingToken: 7, baseOffset: 1, nextOffset: 11, records },
    1,
  )
  const kinds = [
    ...reasons.slice(0, 4),
    'not an event',
    'refused by PostgreSQL',
    'not an event',
    'not an event',
  ]
  expect(told).toEqual({
    batches: [1],
    consumed: [10],
    stored: [1],
    redelivered: [1],
    deadLetters: kinds.map((reason) => ({ reason, by: 1 })),
  })
  expect(nextOffsets).toEqual(new Map([[3, 11]]))
})

test('failed attempts to store are counted by whether they pass by themselves, and conflicts one by one', async () => {
  const { metrics, told } = makeMetrics()
  const conflict = { roomId: 'a', seq: 1, id: 'one', storedId: 'another' }
  const failures = [
    Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
    new Error('a bug of ours'),
    new SeqConflictError([conflict, conflict], { cause: null }),
  ]
  const known = async () => new Map<string, never>()
  for (const failure of failures) {
    const watched = watchStore({ known, store: () => Promise.reject(failure) }, metrics)
    expect(watched.known).toBe(known)
    await expect(watched.store({} as never)).rejects.toBe(failure)
  }
  expect(await watchStore({ known, store: async () => 5 }, metrics).store({} as never)).toBe(5)
  const [transient, other] = ['transient', 'other'].map((kind) => ({ kind, by: 1 }))
  expect(told).toEqual({ failures: [transient, other, other], seqConflicts: [2] })
})

test('events that get their seq here are counted, and each epoch that starts', async () => {
  const { metrics, told } = makeMetrics()
  const sequenced: SequenceResult = {
    kind: 'sequenced',
    epoch: 5,
    unstored: 2,
    events: [true, false, true].map((isNew, i) => ({ id: String(i), seq: i, isNew })),
  }
  const answers: SequenceResult[] = [sequenced, sequenced, { kind: 'recovering' }]
  const inner = { sequence: async () => answers.shift()!, forget: async () => {} } as unknown as Delivery
  const { sequence, forget } = watchDelivery(inner, metrics)
  expect(forget).toBe(inner.forget)
  const request: SequenceRequest = { roomId: 'a', by: 'persister', storedOffset: 0, events: [] }
  expect(await sequence(request)).toBe(sequenced)
  const startEpoch = { highest: 0, recoveryBarrier: 0 }
  await sequence({ ...request, startEpoch })
  expect(await sequence({ ...request, startEpoch })).toEqual({ kind: 'recovering' })
  expect(told).toEqual({ sequenced: [2, 2], epochsStarted: [1] })
})

test('the time of a batch is counted in seconds', async () => {
  const { metrics, told } = makeMetrics()
  let now = 4_000
  const asked: unknown[] = []
  const isOwned = () => true
  const persist = watchBatch(
    async (...call) => void (asked.push(...call), (now += 250)),
    metrics,
    () => now,
  )
  await persist({} as never, isOwned)
  expect(asked).toEqual([{}, isOwned])
  expect(told).toEqual({ batchSeconds: [0.25] })
})

test('PostgreSQL is never ahead of the log, whichever was read first', async () => {
  const readLag = createReadLag({
    eventLog: { end: async () => 7 },
    assigned: () => [1, 2],
    nextOffsets: new Map([
      [1, 4],
      [2, 9],
    ]),
  })
  expect(await readLag()).toEqual([
    { labels: { partition: '1' }, value: 3 },
    { labels: { partition: '2' }, value: 0 },
  ])
})

test('partitions that wait for an upgrade count where they are assigned now', () => {
  const readWaiting = createReadWaiting({ waiting: () => [1, 2, 3], assigned: () => [2, 3, 4] })
  expect(readWaiting()).toEqual([{ labels: {}, value: 2 }])
})
