// A server: the real code from the message to its answer, and from the cursor to the missed events.
import type { Cursor, SyncAnswer } from '@parley/protocol'
import { createReadMessage } from '../../../apps/server/src/catch-up/read-message'
import { createReadMissed } from '../../../apps/server/src/catch-up/read-missed'
import { createReadPage, type ReadPage } from '../../../apps/server/src/catch-up/read-page'
import { createIsSequencing, createIsRecovering } from '../../../apps/server/src/catch-up/recovery'
import { createWhenStored } from '../../../apps/server/src/catch-up/stored-offset'
import { createShare, shareReadMissed, shareReadPage } from '../../../apps/server/src/catch-up/share-reads'
import { fitAnswer } from '../../../apps/server/src/catch-up/sync-budget'
import { messageChange } from '../../../apps/server/src/events/message-change'
import { messageSend } from '../../../apps/server/src/events/message-send'
import { createHandleOperation } from '../../../apps/server/src/events/handle-operation'
import { createBacklog } from '../../../apps/server/src/publish/backlog'
import { createSequenceRoom } from '../../../apps/server/src/publish/sequence-room'
import { createPublisher } from '../../../apps/server/src/publish/publisher'
import { createDuplicateLookup } from '../../../apps/server/src/publish/duplicate-lookup'
import type { Engines } from './engines'
import { changeServer, onlyMessages, type Mutant } from './mutants'
import { quietLog } from './quiet-log'
import { createActor, type Actor, type Scheduler } from './scheduler'

export interface Server {
  actor: Actor
  send: ReturnType<typeof messageSend>
  /** The answer of `rooms:sync` for one room. */
  sync: (cursor: Cursor, onMore: () => void) => Promise<SyncAnswer>
  change: ReturnType<typeof messageChange>
  readPage: ReadPage
  /** Its process ends: unfinished work stays as it is, and no call gets an answer any more. */
  kill(): void
  died: Promise<void>
}

/** The time that one turn counts, so that timeouts run out in some runs. Milliseconds. */
const TURN_MS = 50

export function createServer(parts: {
  name: string
  scheduler: Scheduler
  connect: (actor: Actor) => Engines
  mutant?: Mutant
}): Server {
  const { name, scheduler, connect, mutant } = parts
  const actor = createActor(name)
  const { delivery, log, database } = changeServer(connect(actor), mutant)
  const { events, history, offsets } = database
  let tellDeath = () => {}
  const died = new Promise<void>((resolve) => (tellDeath = resolve))
  const nowMs = () => scheduler.now() * TURN_MS
  const storedOffset = () => offsets.next(0)
  const duplicateLookup = createDuplicateLookup({ delivery, events })
  const isWithoutLookup = mutant === 'no lookup in PostgreSQL'
  const isRecovering = createIsRecovering(storedOffset)
  const backlog = createBacklog({ most: 50_000, countUnstored: delivery.countUnstored, nowMs })
  const sequenceRoom = createSequenceRoom({
    delivery,
    duplicateLookup: isWithoutLookup ? { ...duplicateLookup, findInDatabase: findNothing } : duplicateLookup,
    storedOffset,
    isSequencing: createIsSequencing(delivery, isRecovering),
    backlog,
    nowMs,
    sleep: async () => void (await scheduler.turn(actor, 'sleep')),
    logger: quietLog,
  })
  const publisher = createPublisher({
    eventLog: log,
    takesRecords: () => true,
    isLive: () => true,
    backlog,
    sequenceRoom,
    nowMs,
    logger: quietLog,
  })
  const publishAsOfNow: typeof publisher.publish = async (event, epoch) => {
    const [head] = await delivery.heads([event.roomId]).catch(() => [null])
    return publisher.publish(event, epoch === 0 ? 0 : (head?.epoch ?? 0))
  }
  const reading = { delivery, history, isRecovering, logger: quietLog }
  const pageReading =
    mutant === 'a page without what waits' ? { ...reading, delivery: onlyMessages(delivery) } : reading
  const share = createShare(() => {})
  const readMissed = shareReadMissed(createReadMissed(reading), share)
  const handleOperation = createHandleOperation({
    publisher:
      mutant === 'server says in which epoch' ? { ...publisher, publish: publishAsOfNow } : publisher,
    duplicateLookup: isWithoutLookup
      ? { ...duplicateLookup, find: duplicateLookup.findLive }
      : duplicateLookup,
    isMember: () => Promise.resolve({ ok: true, value: null } as never),
    allowSend: () => null,
    allowRetry: () => null,
    clock: () => 0,
    logger: quietLog,
  })
  const sleep = async () => void (await scheduler.turn(actor, 'sleep'))
  const whenStored = createWhenStored({
    storedOffset,
    eventLog: { end: log.end, partitionOf: () => 0 },
    sleep,
  })
  return {
    actor,
    died,
    kill() {
      actor.isDead = true
      tellDeath()
    },
    send: messageSend({ handleOperation }),
    change: messageChange({
      handleOperation,
      allowReaction: () => true,
      readMessage: createReadMessage({ delivery, events, share }),
      whenStored: mutant === 'not found is not there' ? async () => true : whenStored,
      logger: quietLog,
    }),
    // With the smallest budget: every event needs an answer of its own.
    sync: async (cursor, onMore) => fitAnswer(await readMissed(cursor), { events: 500, bytes: 1 }, onMore),
    readPage: shareReadPage(createReadPage(pageReading), share),
  }
}

function findNothing() {
  return Promise.resolve(null)
}
