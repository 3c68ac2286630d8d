import type { SequenceResult, SequenceRequest } from '@parley/delivery'
import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { FencedError } from './fenced'
import { createStartEpoch } from './start-epoch'

/** Starts an epoch when Redis answers this about the room. */
async function start(result: SequenceResult, { isOwner = true } = {}) {
  const happened: unknown[] = []
  const startEpoch = createStartEpoch({
    delivery: { sequence: async (request: SequenceRequest) => (happened.push(request), result) },
    offsets: { isOwner: async (...ownership) => (happened.push(['isOwner', ...ownership]), isOwner) },
    eventLog: { end: async (partition) => (happened.push(['end', partition]), 40) },
    history: { highestSeq: async (roomId) => (happened.push(['highest', roomId]), 12) },
    logger: createLogger('persister', 'fatal'),
  })
  const failure = await startEpoch({ partition: 3, fencingToken: 7 }, 'room').catch((cause: unknown) => cause)
  return { happened, failure }
}

const asked = { roomId: 'room', by: 'persister', storedOffset: 0, events: [] }
const lost: SequenceResult = { kind: 'no-epoch', loss: 'a loss' }

test('1.14: an epoch starts above the stored seqs, with the end of the log as its recovery barrier, for the loss that was found', async () => {
  const { happened, failure } = await start(lost)
  expect(failure).toBeUndefined()
  // The log is read after the loss was found, and PostgreSQL after the log.
  expect(happened).toEqual([
    asked,
    ['isOwner', 3, 7],
    ['end', 3],
    ['highest', 'room'],
    { ...asked, startEpoch: { highest: 12, recoveryBarrier: 40, loss: 'a loss' } },
  ])
})

test('1.2: a persister that does not own the partition starts no epoch', async () => {
  const { happened, failure } = await start(lost, { isOwner: false })
  expect(failure).toBeInstanceOf(FencedError)
  expect(happened).toEqual([asked, ['isOwner', 3, 7]])
})

test('a head that is back is left alone', async () => {
  const { happened } = await start({ kind: 'sequenced', epoch: 5, events: [], unstored: 0 })
  expect(happened).toEqual([asked])
})
