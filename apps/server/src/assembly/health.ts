import type { Closable, Logger } from '@parley/service'
import type { Config } from '../config'
import type { Engines } from '../lifecycle/engines'
import { createReadiness, type Readiness } from '../lifecycle/readiness'
import { createCollect, openLoad, watchForOverload } from '../limits/overload'
import { watchForIsolation } from '../peers/isolation'
import { ownAddresses } from '../peers/own-addresses'
import { meetPeers } from '../peers/peers'

export interface Health {
  readiness: Readiness
  isLive: () => boolean
  isIsolated: () => boolean
  isOverloaded: () => boolean
  loops: Closable[]
}

/** Whether this server may get new clients: the state of its engines, its load, and whether it is isolated from Redis. */
export function assembleHealth(parts: {
  config: Config
  engines: Engines
  /** This server cannot reach Redis and another server can. */
  onIsolated: () => void
  nowMs: () => number
  logger: Logger
}): Health {
  const { config, engines, onIsolated, nowMs, logger } = parts
  const { redis, eventLog, database } = engines
  const isLive = () => redis.status === 'ready'
  const peers = meetPeers({ redis, addresses: ownAddresses(config.host, config.port), logger })
  const isolation = watchForIsolation({
    isLive,
    doesAnyReachRedis: peers.doesAnyReachRedis,
    onIsolated() {
      logger.warn(
        'this server alone cannot reach Redis; its clients are asked to reconnect to another server',
      )
      onIsolated()
    },
    onHealed: () => logger.info('Redis can be reached again; new clients may connect'),
  })
  const load = openLoad(config.v8Flags)
  const overload = watchForOverload({
    limits: config.overload,
    readLoad: load.read,
    collect: createCollect(),
    nowMs,
    logger,
  })
  const isOverloaded = () => overload.overloads().length > 0
  const readiness = createReadiness({
    redis: () => isDone(redis.ping()),
    log: () => eventLog.isAvailable(),
    database: () => isDone(database.ping()),
    isIsolated: isolation.isIsolated,
    isOverloaded,
  })
  return {
    readiness,
    isLive,
    isIsolated: isolation.isIsolated,
    isOverloaded,
    loops: [peers, isolation, overload, load],
  }
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
