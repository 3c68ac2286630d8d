import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { PartitionedRecord } from '../append-queue'
import type { StoredRecord } from '../event-log'
import type { Marks } from '../positions'
import type { LogKeys } from './keys'
import { loadScript } from './script'

const append = loadScript('log-append.lua')
const marks = loadScript('log-marks.lua')
const done = loadScript('log-done.lua')

/** An entry of a stream in Redis's format: id, then fields and values in turn. */
export type StreamEntry = [id: string, fields: string[] | null]

export interface StreamMarks extends Marks {
  identity: string
}

/** One call per partition; settles when all have. */
export async function appendToStreams(
  redis: Redis,
  keys: LogKeys,
  records: PartitionedRecord[],
): Promise<void> {
  const argsOf = new Map<number, string[]>()
  for (const { partition, key, value } of records) {
    const args = argsOf.get(partition) ?? [randomUUID()]
    args.push(key, value)
    argsOf.set(partition, args)
  }
  const results = await Promise.allSettled(
    [...argsOf].map(([partition, args]) =>
      append(redis, [keys.stream(partition), keys.born(partition)], args),
    ),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

export async function readStreamMarks(redis: Redis, keys: LogKeys, partition: number): Promise<StreamMarks> {
  const [identity, low, high] = (await marks(
    redis,
    [keys.stream(partition), keys.born(partition)],
    [],
  )) as string[]
  return { identity: identity!, low: Number(low), high: Number(high) }
}

export async function noteDone(
  redis: Redis,
  keys: LogKeys,
  { partition, group, next, keep }: { partition: number; group: string; next: number; keep: number },
): Promise<void> {
  await done(redis, [keys.stream(partition), keys.done(partition)], [group, next, keep])
}

/** The id after which the record of this offset comes: entry (offset+1)-0 follows offset-0. */
export function idBefore(offset: number): string {
  return `${offset}-0`
}

/** Content without text (an entry made by hand, a tombstone) becomes ''. */
export function toStoredRecord([id, fields]: StreamEntry): StoredRecord {
  const text = (name: string) => {
    for (let at = 0; fields && at + 1 < fields.length; at += 2)
      if (fields[at] === name) return fields[at + 1]!
    return ''
  }
  return { offset: Number(id.split('-')[0]) - 1, key: text('k'), value: text('v') }
}
