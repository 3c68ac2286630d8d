import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { makeTestDirectory, startRedis, type RunningEngine, type TestDirectory } from '@parley/engines'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { describeEventLog } from './contract'
import { createOpener, groupOf, numbers, readAll, say, type LogSpec } from './contract/log-under-test'
import { LogMismatchError, LogRecreatedError } from './errors'
import { createLogKeys } from './redis-streams/keys'

let directory: TestDirectory
let engine: RunningEngine
let redis: Redis

beforeAll(async () => {
  directory = await makeTestDirectory()
  engine = await startRedis({ dataDir: directory.path, appendfsync: 'always' })
  redis = new Redis(engine.url)
  redis.on('error', () => {}) // the tests freeze and kill it
}, 120_000)

afterAll(async () => {
  redis?.disconnect()
  await engine?.stop()
  await directory?.delete()
})

const keysOf = (spec: LogSpec) => {
  if (spec.kind !== 'redis') throw new Error('not a log of this file')
  return createLogKeys(spec.options.prefix!)
}

const spec = (options = {}): LogSpec => ({
  kind: 'redis',
  options: {
    redisUrl: engine.url,
    prefix: `test-${randomUUID()}`,
    partitions: 4,
    leaseMs: 2_000,
    ...options,
  },
})

describeEventLog('Redis Streams', {
  engine: () => engine,
  spec,
  deadAfterMs: 2_000,
  async appendRaw(spec, partition, { key, value }) {
    const stream = keysOf(spec).stream(partition)
    const last = (await redis.xrevrange(stream, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0'
    const fields = [...(key ? ['k', key] : []), ...(value ? ['v', value] : [])]
    await redis.xadd(
      stream,
      `${Number(last.split('-')[0]) + 1}-0`,
      ...(fields.length ? fields : ['odd', 'one']),
    )
  },
  async recreate(spec) {
    if (spec.kind !== 'redis') return
    const keys = await redis.keys(`*${spec.options.prefix}*:stream`)
    if (keys.length > 0) await redis.del(keys)
  },
  async truncate(spec, partition, below) {
    await redis.xtrim(keysOf(spec).stream(partition), 'MINID', `${below + 1}-0`)
  },
})

describe('Redis Streams only', () => {
  const opener = createOpener()
  afterEach(() => opener.closeAll())

  test.each([
    ['appendfsync', 'everysec', 'always'],
    ['appendonly', 'no', 'yes'],
    ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
  ])('a Redis with %s %s is refused as the log', async (name, weak, strong) => {
    await redis.config('SET', name, weak)
    try {
      await expect(opener.open(spec())).rejects.toThrow(LogMismatchError)
    } finally {
      await redis.config('SET', name, strong)
    }
  })

  test('a new stream under the old name is noticed, however long it has become', async () => {
    const mine = spec({ partitions: 1, leaseMs: 60_000 })
    const log = await opener.open(mine)
    await log.append(say('room', 1, 2, 3))
    const { records, fatal } = await opener.follow(log)
    await vi.waitFor(() => expect(records).toHaveLength(3))
    const keys = keysOf(mine)
    const anew = redis.multi().del(keys.stream(0)).set(keys.born(0), 'another')
    for (const number of numbers(9, 1))
      anew.xadd(keys.stream(0), `${number}-0`, 'k', 'room', 'v', `new ${number}`)
    await anew.exec()
    await vi.waitFor(() => expect(fatal[0]).toBeInstanceOf(LogRecreatedError))
    expect(records.map(({ value }) => value)).toEqual(['1', '2', '3'])
  })

  test('trims only records that every group has finished, and keeps a margin', async () => {
    const log = await opener.open(spec({ partitions: 1, keepRecords: 500 }))
    await log.append(say('room', ...numbers(3_000)))
    const oldest = async () => (await readAll(log, 0))[0]!.offset
    let goOn = () => {}
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let slowCount = 0
    await opener.follow(log, {
      group: 'slow',
      onBatch: async ({ records }) => {
        if (slowCount >= 1_000) await held
        slowCount += records.length
      },
    })
    const fast = await opener.follow(log, { group: 'fast' })
    await vi.waitFor(() => expect(fast.records).toHaveLength(3_000))
    await vi.waitFor(async () => expect(await oldest()).toBeGreaterThan(300), { timeout: 5_000 })
    await pause(1_500) // long enough for a wrong trim
    expect(await oldest()).toBeLessThanOrEqual(500)

    goOn()
    await vi.waitFor(async () => expect(await oldest()).toBeGreaterThan(2_300), { timeout: 5_000 })
    expect(await oldest()).toBeLessThanOrEqual(2_500)
  })

  test('a consumer that closed leaves nothing behind', async () => {
    const mine = spec()
    const log = await opener.open(mine)
    const { consumer } = await opener.follow(log)
    const keys = keysOf(mine)
    const traces = [keys.lease(0, groupOf(mine)), keys.members(groupOf(mine))]
    expect(await redis.exists(traces)).toBe(2)
    await consumer.close()
    expect(await redis.exists(traces)).toBe(0)
  })
})
