import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { logged } from '../test/logged'
import { createEngineWait } from './engine-wait'
import { ForeignLogError } from './foreign-log'
import { createOwnedPartitions } from './owned-partitions'
import type { LoggedEvent } from './partition-batch'

const STORED = [logged('room', '1')]
const away = new Error('away')
/** Everything that waits for nothing has happened. */
const settled = () => new Promise(setImmediate)

/**
 * A process that takes partitions over: the first at offset 10, each later one ten further. `failures`: of PostgreSQL at a
 * takeover, and of Redis when it is asked to trim, in turn.
 */
function makeOwned(failures: { takeOver?: Error[]; trim?: Error[] } = {}) {
  const logger = createLogger('persister', 'fatal')
  const waits: (() => void)[] = []
  const engines = createEngineWait(logger, () => new Promise<void>((resolve) => waits.push(resolve)))
  const nextOffsets = new Map<number, number>()
  const checks: { name: string; pass: () => void; fail: (cause: Error) => void }[] = []
  const trimmed: string[] = []
  const fatal: Error[] = []
  let taken = 0
  const failIfIts = (failure: Error | undefined) => {
    if (failure) throw failure
  }
  const owned = createOwnedPartitions({
    async takeOver() {
      failIfIts(failures.takeOver?.shift())
      taken += 1
      return { nextOffset: taken * 10, fencingToken: taken }
    },
    checkLogContinuity: (partition, nextOffset) =>
      new Promise<LoggedEvent[]>((resolve, fail) => {
        checks.push({ name: `${partition} below ${nextOffset}`, pass: () => resolve(STORED), fail })
      }),
    async trimStored(stored, nextOffset) {
      trimmed.push(`${stored.length} below ${nextOffset}`)
      failIfIts(failures.trim?.shift())
    },
    nextOffsets,
    onFatal: (cause) => fatal.push(cause),
    engines,
    logger,
  })
  /** Lets one check after the other pass, as they begin. */
  async function passAll() {
    for (let passed = 0; passed < checks.length; passed++) {
      checks[passed]!.pass()
      await settled()
    }
    return checks.map(({ name }) => name)
  }
  /** Ends the waits for engines. */
  async function waitsEnd() {
    await settled()
    for (const end of waits.splice(0)) end()
    await settled()
  }
  return { ...owned, engines, nextOffsets, checks, trimmed, fatal, passAll, waitsEnd }
}

test('a partition starts at its stored offset, as soon as PostgreSQL says it; others are not ours', async () => {
  const { startAt, fencingTokenOf, continuityCheckOf, nextOffsets, waitsEnd } = makeOwned({
    takeOver: [away],
  })
  const starting = startAt(3)
  await waitsEnd()
  expect([await starting, fencingTokenOf(3), nextOffsets.get(3)]).toEqual([10, 1, 10])
  expect([fencingTokenOf(4), continuityCheckOf(4), nextOffsets.get(4)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('logs are checked one after the other; a first batch waits for the check of its own partition alone', async () => {
  const { startAt, continuityCheckOf, checks, passAll } = makeOwned()
  for (const partition of [1, 2, 3]) await startAt(partition)
  await settled()
  expect(checks.map(({ name }) => name)).toEqual(['1 below 10'])
  const looking = continuityCheckOf(3)
  checks[1]!.pass()
  await looking
  expect(await passAll()).toEqual(['1 below 10', '3 below 30', '2 below 20'])
  expect(continuityCheckOf(3)).toBe(looking)
})

test('of a partition that is taken over again only the new check begins', async () => {
  const { startAt, passAll } = makeOwned()
  for (const partition of [1, 2, 2]) await startAt(partition)
  await settled()
  expect(await passAll()).toEqual(['1 below 10', '2 below 30'])
})

test('a process that ends checks nothing more', async () => {
  const { startAt, engines, passAll } = makeOwned()
  for (const partition of [1, 2]) await startAt(partition)
  await settled()
  engines.close()
  expect(await passAll()).toEqual(['1 below 10'])
})

test('a foreign log ends the process, and no batch of it is stored', async () => {
  const { startAt, continuityCheckOf, checks, fatal } = makeOwned()
  await startAt(1)
  await settled()
  const foreign = new ForeignLogError(1, 9, 10)
  checks[0]!.fail(foreign)
  await expect(continuityCheckOf(1)).rejects.toBe(foreign)
  expect(fatal).toEqual([foreign])
})

test('3.13: stored events are trimmed until Redis has done it, or another takeover does it', async () => {
  const { startAt, trimmed, passAll, waitsEnd } = makeOwned({ trim: [away, away] })
  await startAt(1)
  await settled()
  await passAll()
  expect(trimmed).toEqual(['1 below 10'])
  await waitsEnd()
  expect(trimmed).toEqual(['1 below 10', '1 below 10'])
  await startAt(1)
  await waitsEnd()
  expect(trimmed).toHaveLength(2)
})

test('a process that ends does not trim', async () => {
  const { startAt, trimmed, engines, passAll, waitsEnd } = makeOwned({ trim: [away] })
  await startAt(1)
  await settled()
  engines.close()
  await passAll()
  await waitsEnd()
  expect(trimmed).toHaveLength(1)
})
