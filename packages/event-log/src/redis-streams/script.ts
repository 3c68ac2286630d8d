import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'

export type Script = (redis: Redis, keys: string[], args: (string | number)[]) => Promise<unknown>

/**
 * Reads a Lua file next to the code, and returns a function that runs it: by its digest, or with its text when Redis does
 * not have it cached.
 */
export function loadScript(fileName: string): Script {
  const text = readFileSync(join(import.meta.dirname, fileName), 'utf8')
  const digest = createHash('sha1').update(text).digest('hex')

  return async function runScript(redis, keys, args) {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args)
    } catch (error) {
      // Nothing ran, so nothing can run twice.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return await redis.eval(text, keys.length, ...keys, ...args)
    }
  }
}
