import type { Delivered, DeliverRequest } from '@parley/delivery'
import { createLog } from '@parley/service'
import { expect, test } from 'vitest'
import { NotOwnerError } from './not-owner'
import { createSeedHead } from './seed-head'

/** What is done when Redis says this of the room. */
async function seed(delivered: Delivered, { isHeld = true } = {}) {
  const happened: unknown[] = []
  const seedHead = createSeedHead({
    delivery: { deliver: async (request: DeliverRequest) => (happened.push(request), delivered) },
    offsets: { isHeld: async (...claim) => (happened.push(['isHeld', ...claim]), isHeld) },
    eventLog: { end: async (partition) => (happened.push(['end', partition]), 40) },
    history: { highestSeq: async (roomId) => (happened.push(['highest', roomId]), 12) },
    log: createLog('persister', 'fatal'),
  })
  const failure = await seedHead({ partition: 3, generation: 7 }, 'room').catch((cause: unknown) => cause)
  return { happened, failure }
}

const asked = { roomId: 'room', by: 'persister', storedOffset: 0, events: [] }
const lost: Delivered = { kind: 'unseeded', loss: 'a loss' }

test('1.14: a lost head begins above what is stored, with the end of the log as its wall, for the loss that was found', async () => {
  const { happened, failure } = await seed(lost)
  expect(failure).toBeUndefined()
  // The log is read after the loss was found, and PostgreSQL after the log.
  expect(happened).toEqual([
    asked,
    ['isHeld', 3, 7],
    ['end', 3],
    ['highest', 'room'],
    { ...asked, seed: { highest: 12, wall: 40, loss: 'a loss' } },
  ])
})

test('1.2: who is not the owner of the partition seeds nothing', async () => {
  const { happened, failure } = await seed(lost, { isHeld: false })
  expect(failure).toBeInstanceOf(NotOwnerError)
  expect(happened).toEqual([asked, ['isHeld', 3, 7]])
})

test('a head that is there again is left alone', async () => {
  const { happened } = await seed({ kind: 'delivered', epoch: 5, events: [], unstored: 0 })
  expect(happened).toEqual([asked])
})
