// A persister: the real batch, fed as a consumer of the log feeds it. It hears that its partition moved only between two
// batches: until then it is a zombie.
import type { RoomEventsPacket } from '@parley/protocol'
import { createDeliverMissing } from '../../../apps/persister/src/deliver-missing'
import { createPersistBatch, NotOwnerError } from '../../../apps/persister/src/persist-batch'
import { retrim } from '../../../apps/persister/src/retrim'
import { createSeedHead } from '../../../apps/persister/src/seed-head'
import type { Engines } from './engines'
import { quietLog } from './quiet-log'
import { createActor, type Actor, type Scheduler } from './scheduler'
import type { MemoryStores } from './stores'

const PARTITION = 0

/** Runs until its actor is dead. */
export function startPersister(parts: {
  name: string
  scheduler: Scheduler
  connect: (actor: Actor) => Engines
  stores: MemoryStores
  isOwner: () => boolean
  broadcast: (packet: RoomEventsPacket) => void
}): Actor {
  const { name, scheduler, connect, stores, isOwner, broadcast } = parts
  const actor = createActor(name)
  const { delivery, log: eventLog, database } = connect(actor)
  const { events, history, offsets } = database
  const seedHead = createSeedHead({ history, eventLog, log: quietLog })
  const sleep = async () => void (await scheduler.turn(actor, 'sleep'))
  const persistBatch = createPersistBatch({
    events,
    offsets,
    delivery,
    deliverMissing: createDeliverMissing({ delivery, seedHead, broadcast }),
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
    const next = await offsets.next(PARTITION)
    await retrim(PARTITION, next, { eventLog, delivery })
    return next
  }

  async function storeWhileOwner(start: number) {
    for (let from = start; ;) {
      const fetchFrom = from
      await scheduler.turn(actor, 'fetches', () => !isOwner() || stores.records.length > fetchFrom)
      if (!isOwner()) return
      const records = stores.records.slice(from, from + 1 + (scheduler.now() % 4))
      const next = from + records.length
      await persistBatch({ partition: PARTITION, from, next, records })
      from = next
    }
  }
}
