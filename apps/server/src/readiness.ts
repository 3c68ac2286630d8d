import { setTimeout as delay } from 'node:timers/promises'

/** How this server stands, as /readyz tells it. */
export interface ReadinessState {
  ready: boolean
  leaving: boolean
  redis: boolean
  log: boolean
  database: boolean
}

export interface Readiness {
  check(): Promise<ReadinessState>
  /** From now on no new traffic. */
  leave(): void
}

/** A database that has not answered by then is away: a balancer that asks us must not have to wait for it. */
const PATIENCE_MS = 1_000

/**
 * A server is ready once it has reached every engine, and until it leaves. An engine that goes away later does not
 * take it out: the engine is away for every server, and people who are connected go on reading and writing.
 */
export function createReadiness(engines: {
  redis: () => boolean
  log: () => boolean
  database: () => Promise<boolean>
}): Readiness {
  let reachedAll = false
  let leaving = false
  let asking: Promise<boolean> | null = null

  async function check(): Promise<ReadinessState> {
    const redis = engines.redis()
    const log = engines.log()
    const database = await Promise.race([askDatabase(), delay(PATIENCE_MS, false, { ref: false })])
    reachedAll ||= redis && log && database
    return { ready: reachedAll && !leaving, leaving, redis, log, database }
  }

  /** One question at a time: a database that hangs is not asked again and again. */
  function askDatabase(): Promise<boolean> {
    asking ??= engines.database().finally(() => (asking = null))
    return asking
  }

  return {
    check,
    leave() {
      leaving = true
    },
  }
}
