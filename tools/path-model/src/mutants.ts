// The rules of docs/delivery.md, each of them removed. The property must catch every one. Rules that it would catch too
// seldom have tests of their own: only the owner starts an epoch (1.2), a recovery barrier belongs to one loss (1.14).
import { decodeRoomEvent } from '@parley/protocol'
import type { Engines } from './engines'
import type { Trouble } from './happening'
import type { ChangedLine } from './redis'

export type Mutant = keyof typeof mutants

/**
 * `line`: the rule stands in a script, as this line. Other rules are removed where the code asks for their name. `seed`:
 * with it one of the first runs catches the mutant, until the code calls its engines in another order.
 */
export const mutants = {
  'any server starts an epoch': {
    seed: 20,
    rule: '1.1',
    trouble: 'losses',
    line: { from: `if by ~= 'persister' then return { 'no-epoch', '' } end`, to: '' },
  },
  'no recovery barrier': {
    seed: 2,
    rule: '1.1',
    trouble: 'losses',
    line: { from: `if barrier ~= '' then put(`, to: 'if false then put(' },
  },
  'a new epoch keeps old keys': {
    seed: 2,
    rule: '1.3',
    trouble: 'losses',
    line: { from: `redis.call('DEL', unpack(KEYS))`, to: '' },
  },
  'no dedupe': {
    seed: 1,
    rule: '1.8',
    trouble: 'losses',
    line: { from: 'known[i] or given[id]', to: 'given[id]' },
  },
  'trim by number': {
    seed: 1,
    rule: '2.1',
    trouble: 'losses',
    line: {
      from: `local persistedSeq, above = raise(before, stored)`,
      to: `local persistedSeq, above = before, {}
           for _, range in ipairs(stored) do persistedSeq = math.max(persistedSeq, range[2]) end`,
    },
  },
  'no lookup in PostgreSQL': { seed: 1, rule: '1.8', trouble: 'losses', line: null },
  'numbers in any epoch': {
    seed: 17,
    rule: '1.13',
    trouble: 'losses',
    line: { from: `if looked ~= '' and looked ~= epoch`, to: 'if false' },
  },
  'server says in which epoch': { seed: 13, rule: '1.13', trouble: 'losses', line: null },
  'PostgreSQL before tail': { seed: 1, rule: '2.3', trouble: 'losses', line: null },
  'a page without what waits': { seed: 1, rule: '3.2', trouble: 'moves', line: null },
  'not found is not there': { seed: 1, rule: '3.2', trouble: 'losses', line: null },
  'offset not fenced': { seed: 1, rule: '3.4', trouble: 'moves', line: null },
  'acknowledged before the log': { seed: 1, rule: 'P5', trouble: 'losses', line: null },
  'offset apart from the rows': { seed: 1, rule: '3.4', trouble: 'moves', line: null },
  'pipelined sends': { seed: 1, rule: '4.3', trouble: 'losses', line: null },
} as const satisfies Record<
  string,
  { seed: number; rule: string; trouble: Trouble; line: ChangedLine | null }
>

/** Removes the rule from a server's use of its engines. */
export function changeServer(engines: Engines, mutant?: Mutant): Engines {
  if (mutant === 'any server starts an epoch') return serverThatStartsEpochs(engines)
  if (mutant === 'PostgreSQL before tail') return databaseFirst(engines)
  if (mutant === 'acknowledged before the log') return heedlessOfLog(engines)
  return engines
}

/** The waiting events of the tail, as if only messages could wait. */
export function onlyMessages(delivery: Engines['delivery']): Engines['delivery'] {
  return {
    ...delivery,
    async read(roomId, afterSeq, limit) {
      const tail = await delivery.read(roomId, afterSeq, limit)
      if (!tail) return null
      const isMessage = ({ event }: { event: string }) => {
        const decoded = decodeRoomEvent(event)
        return decoded.kind === 'event' && decoded.event.kind === 'message'
      }
      return { ...tail, events: tail.events.filter(isMessage) }
    },
  }
}

function serverThatStartsEpochs(engines: Engines): Engines {
  const { delivery, database } = engines
  return {
    ...engines,
    delivery: {
      ...delivery,
      async sequence(request) {
        const sequenced = await delivery.sequence(request)
        if (sequenced.kind !== 'no-epoch') return sequenced
        const highest = await database.history.highestSeq(request.roomId)
        return delivery.sequence({
          ...request,
          epoch: undefined,
          startEpoch: { highest, recoveryBarrier: null },
        })
      },
    },
  }
}

function heedlessOfLog({ log, ...engines }: Engines): Engines {
  return { ...engines, log: { ...log, append: (records) => log.append(records).catch(() => undefined) } }
}

function databaseFirst(engines: Engines): Engines {
  const { delivery, database } = engines
  let read: Awaited<ReturnType<typeof database.history.changesAfter>> = []
  return {
    ...engines,
    delivery: {
      ...delivery,
      async read(roomId, afterSeq, limit) {
        read = await database.history.changesAfter(roomId, 0, Number.MAX_SAFE_INTEGER, Infinity)
        return delivery.read(roomId, afterSeq, limit)
      },
    },
    database: {
      ...database,
      history: {
        ...database.history,
        changesAfter: (_roomId, after, upTo) =>
          Promise.resolve(read.filter(({ seq }) => seq > after && seq <= upTo)),
      },
    },
  }
}
