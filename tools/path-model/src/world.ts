// One run: two servers, two persisters, senders and readers, with random events; then quiet, until everything is stored
// and read.
import type { Redis } from 'ioredis'
import { LOBBY_ID } from '@parley/protocol'
import type { Engines } from './engines'
import type { Happening } from './happening'
import { findViolations } from './invariants'
import { mutants, type Mutant } from './mutants'
import { startPersister } from './persister'
import { startReader } from './reader'
import { createLosses, deliverySeenBy, heardBy, openDelivery } from './redis'
import { createScheduler, type Actor } from './scheduler'
import { OPERATIONS_EACH, startSender } from './sender'
import { createServer } from './server'
import { createStores, databaseSeenBy, logSeenBy } from './stores'

export interface RunResult {
  violations: string[]
  trace: string[]
  said: number
}

const SENDERS = 4
const MOST_LOSSES = 3
const MOST_QUIET_TURNS = 6_000

export async function run(redis: Redis, happenings: Happening[], mutant?: Mutant): Promise<RunResult> {
  await redis.flushall()
  const scheduler = createScheduler()
  const stores = createStores()
  const delivery = heardBy(openDelivery(redis, mutant && (mutants[mutant].line ?? undefined)), (packet) => {
    for (const reader of readers) reader.hear(packet)
  })
  const losses = createLosses(redis)
  const roomId = LOBBY_ID
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])

  const connect = (actor: Actor): Engines => ({
    delivery: deliverySeenBy(actor, scheduler, delivery),
    log: logSeenBy(actor, stores, scheduler),
    database: databaseSeenBy(actor, stores, scheduler, {
      isFencedByOffset: mutant !== 'offset not fenced',
      isOneTransaction: mutant !== 'offset apart from the rows',
    }),
  })
  let starts = 0
  const newServer = () => createServer({ name: `server ${++starts}`, scheduler, connect, mutant })
  const servers = [newServer(), newServer()]
  let asked = 0
  const pickServer = () => servers[(asked++ + scheduler.now()) % servers.length]!

  let owner = 0
  const newPersister = (place: number) =>
    startPersister({
      name: `persister ${place + 1}`,
      scheduler,
      connect,
      stores,
      isOwner: () => owner === place,
    })
  const persisters = [newPersister(0), newPersister(1)]
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    startSender({
      name: `sender-${i + 1}`,
      ids: Array.from({ length: OPERATIONS_EACH }, (_each, n) => idOf(i + 1, n + 1)),
      roomId,
      epoch: head!.epoch,
      scheduler,
      pickServer,
      pickMessage: () => somebodysMessage(i),
      isPipelined: mutant === 'pipelined sends',
    }),
  )
  const readers = [1, 2].map((i) => startReader({ name: `reader ${i}`, roomId, scheduler, pickServer }))

  let lost = 0
  const note = (line: string) => scheduler.trace().push(`-- ${line}`)
  for (const it of happenings) await happen(it)
  const isQuiet = await comeToRest()
  const violations = isQuiet
    ? await findViolations({ stores, senders, readers, delivery, roomId })
    : [`not quiet after ${MOST_QUIET_TURNS} turns`]
  for (const each of [...servers, ...persisters.map((actor) => ({ actor }))]) each.actor.isDead = true
  return { violations, trace: scheduler.trace(), said: SENDERS * OPERATIONS_EACH }

  /** A message that was acknowledged to another sender than this one. */
  function somebodysMessage(asker: number): string | undefined {
    const others = senders.filter((_each, i) => i !== asker).flatMap(({ acknowledged }) => acknowledged)
    return others.findLast(({ event }) => event.kind === 'message')?.event.id
  }

  async function happen(it: Happening): Promise<void> {
    switch (it.kind) {
      case 'turn':
        return void (await scheduler.release(it.pick, it.fate))
      case 'loss':
        if (lost++ >= MOST_LOSSES) return
        note(`Redis ${it.how}`)
        return void (await losses.lose(it.how))
      case 'snapshot':
        return losses.takeSnapshot()
      case 'server dies':
        note(`server ${it.which % 2} dies`)
        servers[it.which % 2]!.kill()
        return void (servers[it.which % 2] = newServer())
      case 'persister dies':
        note(`persister ${1 + (it.which % 2)} dies`)
        persisters[it.which % 2]!.isDead = true
        return void (persisters[it.which % 2] = newPersister(it.which % 2))
      case 'partition moves':
        owner = 1 - owner
        return void note(`partition moves to persister ${owner + 1}`)
      case 'freeze': {
        const actor = [servers[0]!.actor, servers[1]!.actor, persisters[0]!, persisters[1]!][it.which]!
        actor.frozenUntil = scheduler.now() + it.turns
        return void note(`${actor.name} freezes`)
      }
      case 'sender reconnects':
        return senders[it.which % SENDERS]!.loseConnection()
      case 'reader reconnects':
        return readers[it.which % readers.length]!.reconnect()
      default:
        return it satisfies never
    }
  }

  /** No more faults: turns come in random order until none waits, then every reader asks once more. */
  async function comeToRest(): Promise<boolean> {
    for (let turns = 0, isLastRound = false; turns < MOST_QUIET_TURNS; turns++) {
      if (await scheduler.release(Math.imul(turns, 0x9e3779b1) >>> 7, 'done')) continue
      if (isLastRound)
        return senders.every((sender) => sender.isDone()) && !readers.some((each) => each.isAsking())
      isLastRound = true
      for (const reader of readers) reader.reconnect()
    }
    return false
  }
}

function idOf(sender: number, message: number): string {
  return `01890000-0000-7000-8000-${String(sender * 1_000 + message).padStart(12, '0')}`
}
