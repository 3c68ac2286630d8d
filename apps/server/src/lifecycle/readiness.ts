import { orAfter } from '@parley/service'

/** How this server stands, as /readyz tells it. */
interface ReadinessState {
  ready: boolean
  draining: boolean
  /** This server cannot reach Redis and another one can. */
  isolated: boolean
  /** It has too much to do for anybody new. */
  overloaded: boolean
  redis: boolean
  log: boolean
  database: boolean
}

export interface Readiness {
  check(): Promise<ReadinessState>
  /** From now on no new traffic. */
  drain(): void
}

/** An engine that has not answered by then is away: a balancer that asks us must not have to wait for it. */
const TIMEOUT_MS = 1_000

/**
 * A server is ready once it has reached every engine, and until it leaves. An engine that goes away later does not
 * take it out: the engine is away for every server, and people who are connected go on reading and writing. Only
 * where this server alone cannot reach Redis, or has too much to do, others serve people better.
 */
export function createReadiness(engines: {
  redis: () => Promise<boolean>
  log: () => boolean
  database: () => Promise<boolean>
  isIsolated: () => boolean
  isOverloaded: () => boolean
}): Readiness {
  let reachedAll = false
  let draining = false
  const askRedis = inTime(engines.redis)
  const askDatabase = inTime(engines.database)

  async function check(): Promise<ReadinessState> {
    const log = engines.log()
    const [redis, database] = await Promise.all([askRedis(), askDatabase()])
    reachedAll ||= redis && log && database
    const isolated = engines.isIsolated()
    const overloaded = engines.isOverloaded()
    const ready = reachedAll && !draining && !isolated && !overloaded
    return { ready, draining, isolated, overloaded, redis, log, database }
  }

  return {
    check,
    drain() {
      draining = true
    },
  }
}

/** One question at a time: an engine that hangs is not asked again and again. */
function inTime(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null
  return function askInTime() {
    asking ??= ask().finally(() => (asking = null))
    return orAfter(TIMEOUT_MS, asking, false)
  }
}
