import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import { LogMismatchError, LogUnavailableError } from '../errors'
import { within } from '../within'
import { connectInTime } from './kafka-client'

export interface KafkaAdmin {
  /**
   * Runs `ask`, and repeats it on a new connection when it fails, until `timeoutMs` have passed: then rejects with
   * LogUnavailableError. A LogMismatchError of `ask` is final.
   */
  use<T>(ask: (admin: Admin) => Promise<T>, timeoutMs: number): Promise<T>
  close(): Promise<void>
}

/** Keeps one connection for questions and replaces it after any failure: kafkajs does not repair all of them itself. */
export function createKafkaAdmin(makeClient: () => Kafka): KafkaAdmin {
  let current: Promise<Admin> | null = null
  let isClosed = false

  function connected(): Promise<Admin> {
    current ??= connectInTime(makeClient().admin())
    return current
  }

  function drop(admin: Promise<Admin>) {
    if (current === admin) current = null
    void admin.then((connection) => connection.disconnect()).catch(() => {}) // it is broken, so its error does not matter
  }

  return {
    async use(ask, timeoutMs) {
      const giveUpAtMs = performance.now() + timeoutMs
      for (let attempt = 0; ; attempt++) {
        if (isClosed) throw new LogUnavailableError('closed', { maybeAppended: false })
        const admin = connected()
        const leftMs = Math.max(0, giveUpAtMs - performance.now())
        try {
          return await within(admin.then(ask), leftMs)
        } catch (cause) {
          if (cause instanceof LogMismatchError) throw cause
          drop(admin)
          if (performance.now() >= giveUpAtMs)
            throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
          await pause(Math.min(100 * 2 ** attempt, 1_000))
        }
      }
    },
    async close() {
      isClosed = true
      const admin = current
      current = null
      if (admin)
        await within(
          admin.then((connection) => connection.disconnect()),
          3_000,
        ).catch(() => {})
    },
  }
}
