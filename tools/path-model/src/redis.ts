// The real Redis of a run: its scripts unchanged, or with one line replaced; and the three ways in which it loses data.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDelivery, type Delivery } from '@parley/delivery'
import { decodeRoomEvent, type RoomEventsPacket } from '@parley/protocol'
import type { Redis } from 'ioredis'
import { replaceOnce } from './replace-once'
import type { Actor, Scheduler } from './scheduler'

/** A line of a script, and its replacement without the rule. */
export interface ChangedLine {
  from: string
  to: string
}

/** Keys gone; a new replication id with all keys; a new replication id with the keys of a while ago. */
export type Loss = 'emptied' | 'promoted' | 'rolled-back'

const PREFIX = 'model'

/** Every call of a process to Redis passes through the scheduler. */
export function deliverySeenBy(actor: Actor, scheduler: Scheduler, delivery: Delivery): Delivery {
  const ask = <T>(label: string, work: () => Promise<T>) => scheduler.ask(actor, label, work)
  return {
    sequence: (request) => ask('sequence', () => delivery.sequence(request)),
    startEpoch: (roomId, highest) => ask('start epoch', () => delivery.startEpoch(roomId, highest)),
    findSeqs: (rooms) => ask('find seqs', () => delivery.findSeqs(rooms)),
    trimRooms: (rooms, options) => ask('trim', () => delivery.trimRooms(rooms, options)),
    forgetStored: (options) => ask('forget stored', () => delivery.forgetStored(options)),
    trim: (roomId, stored) => ask('trim', () => delivery.trim(roomId, stored)),
    forget: (roomId) => ask('forget', () => delivery.forget(roomId)),
    read: (roomId, afterSeq, limit) => ask('tail', () => delivery.read(roomId, afterSeq, limit)),
    find: (roomId, ids) => ask('find', () => delivery.find(roomId, ids)),
    countUnstored: (roomId) => ask('count', () => delivery.countUnstored(roomId)),
    heads: (roomIds) => ask('heads', () => delivery.heads(roomIds)),
  }
}

export function openDelivery(redis: Redis, changed?: ChangedLine): Delivery {
  return createDelivery({ redis: changed ? withChangedScripts(redis, changed) : redis, prefix: PREFIX })
}

/**
 * Readers get the packets that the script publishes, in the step that gives the seq: even if no one gets the script's
 * answer.
 */
export function heardBy(delivery: Delivery, hear: (packet: RoomEventsPacket) => void): Delivery {
  return {
    ...delivery,
    async sequence(request) {
      const sequenced = await delivery.sequence(request)
      if (sequenced.kind !== 'sequenced') return sequenced
      const published = sequenced.events.flatMap(({ seq, isNew }, i) => {
        const decoded = isNew && decodeRoomEvent(request.events[i]!.event)
        return decoded && decoded.kind === 'event' ? [{ seq, event: decoded.event }] : []
      })
      if (published.length > 0) hear({ roomId: request.roomId, epoch: sequenced.epoch, events: published })
      return sequenced
    },
  }
}

/** Scripts are always sent as text, and the one with the line gets the replacement. */
function withChangedScripts(redis: Redis, { from, to }: ChangedLine): Redis {
  replaceOnce(readScripts(), { from, to })
  return new Proxy(redis, {
    get(target, name) {
      if (name === 'evalsha') return () => Promise.reject(new Error('NOSCRIPT the text is wanted'))
      if (name === 'eval')
        return (text: string, ...rest: [number, ...string[]]) =>
          target.eval(
            text.replace(from, () => to),
            ...rest,
          )
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

const SCRIPTS = join(import.meta.dirname, '..', '..', '..', 'packages', 'delivery', 'src')

/** All scripts of a room, one after the other. */
function readScripts(): string {
  const files = readdirSync(SCRIPTS).filter((file) => file.endsWith('.lua'))
  return files.map((file) => readFileSync(join(SCRIPTS, file), 'utf8')).join('\n')
}

export function createLosses(redis: Redis) {
  let snapshot: [key: string, dump: Buffer][] = []

  async function takeSnapshot() {
    const keys = await redis.keys(`${PREFIX}*`)
    snapshot = await Promise.all(
      keys.map(async (key) => [key, await redis.dumpBuffer(key)] as [string, Buffer]),
    )
  }

  async function lose(how: Loss) {
    if (how === 'emptied') return redis.flushall()
    if (how === 'rolled-back') {
      await redis.flushall()
      for (const [key, dump] of snapshot) await redis.restore(key, 0, dump)
    }
    return becomeAnotherRun()
  }

  /** Promotes it like a replica: the data stay, `master_replid` changes. */
  async function becomeAnotherRun() {
    await redis.replicaof('127.0.0.1', '1')
    await redis.replicaof('NO', 'ONE')
  }

  return { takeSnapshot, lose }
}
