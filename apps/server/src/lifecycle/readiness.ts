import { orAfter } from '@parley/service'

/** The state of this server for /readyz. */
interface ReadinessState {
  ready: boolean
  draining: boolean
  /** This server cannot reach Redis and another one can. */
  isolated: boolean
  /** It is too loaded for new clients. */
  overloaded: boolean
  redis: boolean
  log: boolean
  database: boolean
}

export interface Readiness {
  check(): Promise<ReadinessState>
  /** Refuses new traffic from now on. */
  drain(): void
}

/** An engine without an answer by then counts as down: a balancer that asks us must not have to wait for it. */
const TIMEOUT_MS = 1_000

/**
 * A server is ready once it has reached every engine, and until it drains. An engine that goes down later does not make
 * it unready: the engine is down for every server, and connected clients continue to read and write. Only a server that
 * is isolated from Redis, or overloaded, becomes unready: other servers serve clients better.
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
