import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster, Redis } from 'ioredis'

/** A connection to one Redis or to a Redis Cluster (there with `shardedSubscribers: true`). */
export type RedisClient = Redis | Cluster

export type RunScript = (redis: RedisClient, keys: string[], args: (string | number)[]) => Promise<unknown>

/**
 * Reads a Lua file next to the code, and returns a function that runs it: by its digest, or with its text when Redis does
 * not have it cached.
 */
export function loadScript(fileName: string): RunScript {
  const text = readFileSync(join(import.meta.dirname, fileName), 'utf8')
  const digest = createHash('sha1').update(text).digest('hex')

  return async function runScript(redis, keys, args) {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args)
    } catch (error) {
      // Nothing ran, so nothing can run twice.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) {
        return await redis.eval(text, keys.length, ...keys, ...args)
      }
      throw error
    }
  }
}

/** Rooms of one call: it takes Redis some milliseconds at most. */
const ROOMS_AT_ONCE = 100

/** The rooms that may share a call of a script: in a Redis Cluster each is on a node of its own. */
export function callsOf<T>(redis: RedisClient, rooms: T[]): T[][] {
  const most = redis.isCluster ? 1 : ROOMS_AT_ONCE
  const calls: T[][] = []
  for (let from = 0; from < rooms.length; from += most) calls.push(rooms.slice(from, from + most))
  return calls
}
