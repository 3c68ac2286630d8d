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

  async function check(): Promise<ReadinessState> {
    const redis = engines.redis()
    const log = engines.log()
    const database = await engines.database()
    reachedAll ||= redis && log && database
    return { ready: reachedAll && !leaving, leaving, redis, log, database }
  }

  return {
    check,
    leave() {
      leaving = true
    },
  }
}
