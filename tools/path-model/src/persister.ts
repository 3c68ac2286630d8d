// A persister: the real batch, fed as a consumer of the log feeds it. It learns that its partition moved only between two
// batches: until then it is a zombie.
import type { TakenPartition } from '@parley/database'
import { createSequenceMissing } from '../../../apps/persister/src/sequence-missing'
import { createFindPositions } from '../../../apps/persister/src/find-positions'
import { checkLogContinuity } from '../../../apps/persister/src/log-continuity'
import { trimStored } from '../../../apps/persister/src/trim-stored'
import { FencedError } from '../../../apps/persister/src/fenced'
import { createPersistBatch } from '../../../apps/persister/src/persist-batch'
import { createStartEpoch } from '../../../apps/persister/src/start-epoch'
import { untilItWorks } from '@parley/service'
import type { Engines } from './engines'
import { quietLog } from './quiet-log'
import { createActor, type Actor, type Scheduler } from './scheduler'
import type { MemoryStores } from './stores'

const PARTITION = 0
/** Every event here can be stored. */
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
  const startEpoch = createStartEpoch({ delivery, history, offsets, eventLog, logger: quietLog })
  const sleep = async () => void (await scheduler.turn(actor, 'sleep'))
  const persistBatch = createPersistBatch({
    events,
    offsets,
    delivery,
    findPositions: createFindPositions({ delivery, startEpoch }),
    sequenceMissing: createSequenceMissing({ delivery }),
    isGivenUp: () => false,
    nowMs: () => scheduler.now(),
    sleep,
    logger: quietLog,
  })
  void run()
  return actor

  async function run() {
    for (;;) {
      await scheduler.turn(actor, 'gets the partition', isOwner)
      try {
        await storeWhileOwner(await start())
      } catch (cause) {
        // The process ends and is restarted.
        if (!(cause instanceof FencedError)) await sleep()
      }
    }
  }

  async function start() {
    const taken = await offsets.takeOver(PARTITION)
    const stored = await checkLogContinuity(PARTITION, taken.nextOffset, {
      eventLog,
      events,
      audit: noDeadLetters,
    })
    // In parallel with storing.
    const trimmed = () => trimStored(stored, taken.nextOffset, delivery)
    void untilItWorks(trimmed, { backoff: { firstMs: 0, mostMs: 0 }, onFailure: () => {}, sleep })
    return taken
  }

  async function storeWhileOwner({ nextOffset: start, fencingToken }: TakenPartition) {
    for (let baseOffset = start; ;) {
      const fetchFrom = baseOffset
      await scheduler.turn(actor, 'fetches', () => !isOwner() || stores.records.length > fetchFrom)
      if (!isOwner()) return
      const records = stores.records.slice(baseOffset, baseOffset + 1 + (scheduler.now() % 4))
      const nextOffset = baseOffset + records.length
      await persistBatch({ partition: PARTITION, fencingToken, baseOffset, nextOffset, records }, () => true)
      baseOffset = nextOffset
    }
  }
}
