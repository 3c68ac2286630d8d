import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test, vi } from 'vitest'
import { LogRecreatedError, LogTruncatedError } from '../errors'
import type { LogBatch } from '../event-log'
import { createOpener, groupOf, numbers, say, type Adapter, type LogSpec } from './log-under-test'

/** Consumers: where they start, which partitions they get, and that no record is ever skipped. */
export function consumeContract(adapter: Adapter) {
  const opener = createOpener()
  afterEach(() => opener.closeAll())
  /** Enough time for rebalances. */
  const soon = { timeout: 25_000, interval: 20 }

  test('a consumer gets the records that exist and those that come, in order', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', 1, 2))
    const { records, consumer } = await opener.follow(log)
    await vi.waitFor(() => expect(records).toHaveLength(2), soon)
    await log.append(say('room', 3))
    await vi.waitFor(() => expect(records.map(({ value }) => value)).toEqual(['1', '2', '3']), soon)
    expect(records.map(({ offset }) => offset)).toEqual([0, 1, 2])
    expect(consumer.assigned()).toEqual(numbers(log.partitions))
    expect(performance.now() - consumer.lastActivityMs()).toBeLessThan(5_000)
  })

  test('a consumer starts at startAt, whatever the group has committed', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', ...numbers(10)))
    const first = await opener.follow(log)
    await vi.waitFor(() => expect(first.records).toHaveLength(10), soon)
    await first.consumer.close()

    for (const start of [4, 0, 9]) {
      const again = await opener.follow(log, {
        startAt: async (partition) => (partition === log.partitionOf('room') ? start : 0),
      })
      await vi.waitFor(
        () => expect(again.records.map(({ offset }) => offset)).toEqual(numbers(10 - start, start)),
        soon,
      )
      await again.consumer.close()
    }
    const end = await log.end(log.partitionOf('room'))
    const atEnd = await opener.follow(log, {
      startAt: async (partition) => (partition === log.partitionOf('room') ? end : 0),
    })
    await log.append(say('room', 'new'))
    await vi.waitFor(() => expect(atEnd.records.map(({ value }) => value)).toEqual(['new']), soon)
  })

  test('a batch holds at most 500 records and 512 KiB', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(numbers(1_700).map((number) => ({ key: 'room', value: String(number) })))
    await log.append(numbers(20).map(() => ({ key: 'room', value: 'x'.repeat(100_000) })))
    const { records, batches } = await opener.follow(log)
    await vi.waitFor(() => expect(records).toHaveLength(1_720), soon)
    expect(records.map(({ offset }) => offset)).toEqual(numbers(1_720))
    expect(Math.max(...batches)).toBeLessThanOrEqual(500)
    expect(batches.at(-1)).toBeLessThanOrEqual(5)
  })

  test('P1: consumers of a group share the partitions, and every record arrives', async () => {
    const log = await opener.open(adapter.spec({ partitions: 12 }))
    const followers = [await opener.follow(log), await opener.follow(log), await opener.follow(log)]
    const shares = () => followers.map(({ consumer }) => consumer.assigned())
    await vi.waitFor(() => {
      expect(shares().map((share) => share.length)).toEqual([4, 4, 4])
      expect(
        shares()
          .flat()
          .sort((a, b) => a - b),
      ).toEqual(numbers(12))
    }, soon)

    await Promise.all(numbers(300).map((number) => log.append(say(`room ${number % 60}`, number))))
    const values = () =>
      new Set(followers.flatMap(({ records }) => records.map(({ value }) => Number(value))))
    await vi.waitFor(() => expect(values().size).toBe(300), soon)
    await vi.waitFor(() => expect(followers.every(({ records }) => records.length > 0)).toBe(true), soon)

    await followers[0]!.consumer.close()
    await vi.waitFor(() => {
      const rest = shares().slice(1)
      expect(rest.map((share) => share.length)).toEqual([6, 6])
      expect(rest.flat().sort((a, b) => a - b)).toEqual(numbers(12))
    }, soon)
    await log.append(numbers(60).map((room) => ({ key: `room ${room}`, value: 'after' })))
    const after = () =>
      followers.slice(1).flatMap(({ records }) => records.filter(({ value }) => value === 'after'))
    await vi.waitFor(() => expect(new Set(after().map(({ key }) => key)).size).toBe(60), soon)
  })

  test("P1: a killed consumer's unfinished batch comes to the next one", async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    await log.append(say('room', 'one', 'two'))
    const killed = await startConsumerToKill(spec)
    expect(killed.batch).toBe('one,two')
    const next = await opener.follow(log)
    killed.kill()
    const killedAtMs = performance.now()
    await vi.waitFor(() => expect(next.records.map(({ value }) => value)).toEqual(['one', 'two']), soon)
    expect(performance.now() - killedAtMs).toBeLessThan(adapter.deadAfterMs + 8_000)
  })

  async function startConsumerToKill(spec: LogSpec) {
    const program = join(import.meta.dirname, 'killed-consumer.ts')
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', program, JSON.stringify({ spec, group: groupOf(spec) })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    opener.onClose(async () => void child.kill('SIGKILL'))
    const [batch] = (await once(createInterface(child.stdout), 'line')) as [string]
    return { batch, kill: () => child.kill('SIGKILL') }
  }

  test('P1: a failed batch is fatal, is reported once, and comes to the next consumer', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', 'one'))
    const onBatch = vi.fn(async () => Promise.reject(new Error('cannot store')))
    const failing = await opener.follow(log, { onBatch })
    await vi.waitFor(() => expect(failing.fatal).toHaveLength(1), soon)
    expect(failing.fatal[0]!.message).toBe('cannot store')
    const next = await opener.follow(log)
    await vi.waitFor(() => expect(next.records.map(({ value }) => value)).toEqual(['one']), soon)
    expect(onBatch).toHaveBeenCalledTimes(1)
    expect(failing.fatal).toHaveLength(1)
  })

  test('an unavailable offset store is fatal', async () => {
    const log = await opener.open(adapter.spec())
    const { fatal } = await opener.follow(log, { startAt: () => Promise.reject(new Error('no database')) })
    await vi.waitFor(() => expect(fatal.map(({ message }) => message)).toEqual(['no database']), soon)
  })

  test('a poison record is delivered like any other, and so are the records after it', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    const partition = log.partitionOf('room')
    await log.append(say('room', 'before'))
    await adapter.appendRaw(spec, partition, { key: null, value: null })
    await adapter.appendRaw(spec, partition, {
      key: Buffer.from('room'),
      value: Buffer.from([0x7b, 0xff, 0xfe, 0x00]),
    })
    await log.append(say('room', 'after'))
    const { records } = await opener.follow(log)
    await vi.waitFor(() => expect(records).toHaveLength(4), soon)
    expect(records.map(({ key, value }) => [key, value])).toEqual([
      ['room', 'before'],
      ['', ''],
      ['room', '{\uFFFD\uFFFD\u0000'],
      ['room', 'after'],
    ])
  })

  test('a start beyond the end stops the consumer: the log was recreated', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    await log.append(say('room', 1, 2, 3))
    await adapter.recreate(spec)
    const { fatal, records } = await opener.follow(log, {
      startAt: async (partition) => (partition === log.partitionOf('room') ? 3 : 0),
    })
    await vi.waitFor(() => expect(fatal[0]).toBeInstanceOf(LogRecreatedError), soon)
    expect(records).toEqual([])
  })

  test('a start below the oldest record stops the consumer: records are gone', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    await log.append(say('room', ...numbers(300)))
    await adapter.truncate(spec, log.partitionOf('room'), 200)
    const { fatal, records } = await opener.follow(log)
    await vi.waitFor(() => expect(fatal[0]).toBeInstanceOf(LogTruncatedError), soon)
    expect(records).toEqual([])
  })

  test('a log recreated under a consumer stops it before it takes a record of the new log', async () => {
    const spec = adapter.spec()
    const log = await opener.open(spec)
    await log.append(say('room', 1, 2, 3))
    const stored: string[] = []
    const { fatal } = await opener.follow(log, {
      startAt: async (partition) => (partition === log.partitionOf('room') ? stored.length : 0),
      onBatch: async ({ records }) => void stored.push(...records.map(({ value }) => value)),
    })
    await vi.waitFor(() => expect(stored).toHaveLength(3), soon)
    await adapter.recreate(spec)
    await vi.waitFor(() => log.append(say('room', 'new')), soon)
    await vi.waitFor(() => expect(fatal).toHaveLength(1), soon)
    expect(fatal[0]).toBeInstanceOf(LogRecreatedError)
    expect(stored).toEqual(['1', '2', '3'])
  })

  test('3.15: a batch that answers "not yet" comes again, and the other partitions continue meanwhile', async () => {
    const log = await opener.open(adapter.spec({ partitions: 2 }))
    const rooms = [0, 1].map((partition) =>
      numbers(100)
        .map(String)
        .find((key) => log.partitionOf(key) === partition)!,
    ) as [string, string]
    await log.append([...say(rooms[0], 'newer'), ...say(rooms[1], 1)])
    let isUpgraded = false
    let refused = 0
    const done: string[] = []
    const { fatal } = await opener.follow(log, {
      onBatch: async ({ records }) => {
        if (!isUpgraded && records.some(({ value }) => value === 'newer')) {
          refused += 1
          return { againInMs: 50 }
        }
        done.push(...records.map(({ value }) => value))
      },
    })
    await vi.waitFor(() => expect(refused).toBeGreaterThan(2), soon)
    await log.append([...say(rooms[0], 'after'), ...say(rooms[1], 2)])
    await vi.waitFor(() => expect(done).toEqual(['1', '2']), soon)
    isUpgraded = true
    await vi.waitFor(() => expect(done).toEqual(['1', '2', 'newer', 'after']), soon)
    expect(fatal).toEqual([])
  })

  test('a batch tells when it was read, and whether more records stood behind it', async () => {
    const log = await opener.open(adapter.spec({ partitions: 1 }))
    await log.append(say('room', ...numbers(1_200)))
    const startedAtMs = performance.now()
    const read: { last: number; isBehind: boolean; readAtMs: number; handedOverAtMs: number }[] = []
    await opener.follow(log, {
      onBatch: async ({ records, isBehind, readAtMs }) => {
        read.push({ last: records.at(-1)!.offset, isBehind, readAtMs, handedOverAtMs: performance.now() })
      },
    })
    await vi.waitFor(() => expect(read.at(-1)?.last).toBe(1_199), soon)
    expect(read.map(({ last, isBehind }) => isBehind === last < 1_199)).not.toContain(false)
    const times = read.flatMap(({ readAtMs, handedOverAtMs }) => [readAtMs, handedOverAtMs])
    expect(times[0]).toBeGreaterThanOrEqual(startedAtMs)
    for (const { readAtMs, handedOverAtMs } of read) expect(readAtMs).toBeLessThanOrEqual(handedOverAtMs)
  })

  test('long work that calls keepAlive keeps its partition', async () => {
    const log = await opener.open(adapter.spec())
    await log.append(say('room', 1))
    let owned: boolean | undefined
    const busy = await opener.follow(log, {
      onBatch: async (batch) => {
        await workFor(adapter.deadAfterMs * 1.5, batch)
        owned = batch.isOwned()
      },
    })
    await vi.waitFor(() => expect(owned).toBe(true), soon)
    expect(busy.fatal).toEqual([])
  })

  async function workFor(ms: number, batch: LogBatch) {
    const until = performance.now() + ms
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, adapter.deadAfterMs / 10))
      await batch.keepAlive()
    }
  }

  test('work without keepAlive loses its partition to another consumer, learns it, and is not counted', async () => {
    const log = await opener.open(adapter.spec({ partitions: 1 }))
    await log.append(say('room', 1))
    const inHand: { batch: LogBatch; finish: () => void }[] = []
    const silent = await opener.follow(log, {
      onBatch: (batch) => new Promise((finish) => inHand.push({ batch, finish })),
    })
    await vi.waitFor(() => expect(inHand).toHaveLength(1), soon)
    const { batch, finish } = inHand[0]!
    expect(batch.isOwned()).toBe(true)

    const other = await opener.follow(log)
    await vi.waitFor(() => expect(other.records.map(({ value }) => value)).toEqual(['1']), soon)
    expect(batch.isOwned()).toBe(false)
    await batch.keepAlive()
    expect(batch.isOwned()).toBe(false)
    finish()

    await other.consumer.close()
    await vi.waitFor(() => expect(inHand).toHaveLength(2), soon)
    expect(inHand[1]!.batch.records.map(({ value }) => value)).toEqual(['1'])
    expect(inHand[1]!.batch.isOwned()).toBe(true)
    expect(silent.fatal).toEqual([])
    inHand[1]!.finish()
  })
}
