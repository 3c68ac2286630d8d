// A persister: the real batch, fed as a consumer of the log feeds it. It hears that its partition moved only between two
// batches: until then it is a zombie.
import type { Claim } from '@parley/database'
import { createDeliverMissing } from '../../../apps/persister/src/deliver-missing'
import { createFindPlaces } from '../../../apps/persister/src/find-places'
import { lookBack, trimStored } from '../../../apps/persister/src/look-back'
import { NotOwnerError } from '../../../apps/persister/src/not-owner'
import { createPersistBatch } from '../../../apps/persister/src/persist-batch'
import { createSeedHead } from '../../../apps/persister/src/seed-head'
import { untilItWorks } from '@parley/service'
import type { Engines } from './engines'
import { quietLog } from './quiet-log'
import { createActor, type Actor, type Scheduler } from './scheduler'
import type { MemoryStores } from './stores'

const PARTITION = 0
/** Whatever is said here can be stored. */
const noDeadLetters = { deadLetters: async () => [] }

/** Runs until its actor is dead. */
export function startPersister(parts: {
  name: string
  scheduler: Scheduler
  connect: (actor: Actor) => Engines
  stores: MemoryStores
  isOwner: () => boolean
}): Actor {
  const { name, scheduler, connect, stores, isOwner } = parts
  const actor = createActor(name)
  const { delivery, log: eventLog, database } = connect(actor)
  const { events, history, offsets } = database
  const seedHead = createSeedHead({ delivery, history, offsets, eventLog, log: quietLog })
  const sleep = async () => void (await scheduler.turn(actor, 'sleep'))
  const persistBatch = createPersistBatch({
    events,
    offsets,
    delivery,
    findPlaces: createFindPlaces({ delivery, seedHead }),
    deliverMissing: createDeliverMissing({ delivery }),
    nowMs: () => scheduler.now(),
    sleep,
    log: quietLog,
  })
  void run()
  return actor

  async function run() {
    for (;;) {
      await scheduler.turn(actor, 'gets the partition', isOwner)
      try {
        await storeWhileOwner(await start())
      } catch (cause) {
        // The process ends and is started again.
        if (!(cause instanceof NotOwnerError)) await sleep()
      }
    }
  }

  async function start() {
    const claim = await offsets.claim(PARTITION)
    const stored = await lookBack(PARTITION, claim.next, { eventLog, events, audit: noDeadLetters })
    // Beside the storing.
    const trimmed = () => trimStored(stored, claim.next, delivery)
    void untilItWorks(trimmed, { backoff: { firstMs: 0, mostMs: 0 }, onFailure: () => {}, sleep })
    return claim
  }

  async function storeWhileOwner({ next: start, generation }: Claim) {
    for (let from = start; ;) {
      const fetchFrom = from
      await scheduler.turn(actor, 'fetches', () => !isOwner() || stores.records.length > fetchFrom)
      if (!isOwner()) return
      const records = stores.records.slice(from, from + 1 + (scheduler.now() % 4))
      const next = from + records.length
      await persistBatch({ partition: PARTITION, generation, from, next, records })
      from = next
    }
  }
}
