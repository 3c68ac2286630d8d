import type { Server as HttpServer } from 'node:http'
import { createRoomAdapter, roomChannel, roomOfChannel, type Delivery } from '@parley/delivery'
import type { Closable, Logger } from '@parley/service'
import { recheckSockets, type Recheck } from '../auth/recheck'
import { createMayConnect, type MayConnect } from '../auth/origin'
import { createPersonChanges, type PersonChanges } from '../auth/person-changes'
import { createRevocations, type Revocations } from '../auth/revocations'
import { pullHeads } from '../catch-up/pull-heads'
import type { Config } from '../config'
import type { Engines } from '../lifecycle/engines'
import { cutSlowConsumers, type Connection } from '../limits/slow-consumers'
import type { ServerMetrics } from '../metrics'
import { createAnnounce, type Announce } from '../rooms/announce'
import { ignoreForeignUpgrades } from '../socket/foreign-upgrades'
import { createLiveState } from '../socket/live-state'
import { watchForResumed } from '../socket/sends-resumed'
import { createSocketServer } from '../socket/server'
import type { ParleyServer } from '../socket/socket-types'
import { writeTogether } from '../socket/write-together'

/** How often the server asks for events that may have been lost on the way. Tests use shorter intervals. */
export interface Rhythm {
  pullHeadsEveryMs?: number
  recheckEveryMs?: number
}

export interface Live {
  io: ParleyServer
  mayConnect: MayConnect
  revocations: Revocations
  recheck: Recheck
  announce: Announce
  announcePerson: PersonChanges['announce']
  loops: Closable[]
}

/** Sockets, and everything that the server sends to them unasked. */
export function assembleLive(parts: {
  config: Config
  http: HttpServer
  engines: Engines
  delivery: Delivery
  isLive: () => boolean
  takesRecords: () => boolean
  rhythm: Rhythm
  metrics: ServerMetrics
  logger: Logger
}): Live {
  const { config, http, engines, delivery, isLive, takesRecords, rhythm, metrics, logger } = parts
  const { members, sessions } = engines.database
  const mayConnect = createMayConnect(config.allowedOrigins)
  const adapter = createRoomAdapter({
    publisher: engines.redis,
    subscriber: engines.subscriber,
    onDegraded(operation, cause) {
      metrics.degraded.add({ operation })
      logger.warn(
        { operation, cause: cause.message },
        'a call to Redis failed; live updates are late until Redis answers',
      )
    },
    onRenewed: () => void heads.now(),
  })
  const io = createSocketServer(http, { adapter, allowedOrigins: config.allowedOrigins, mayConnect })
  ignoreForeignUpgrades(http)
  writeTogether(http)
  const revocations = createRevocations(io)
  const personChanges = createPersonChanges(io)
  const announce = createAnnounce(io, revocations)
  const recheck = recheckSockets({
    localSockets: () => [...io.sockets.sockets.values()],
    ...{ members, sessions, logger },
    everyMs: rhythm.recheckEveryMs,
  })
  const slowConsumers = cutSlowConsumers({ onCut: (why) => metrics.slowConsumers.add({ why }), logger })
  io.engine.on('connection', (connection: Connection) => slowConsumers.watch(connection))
  const heads = pullHeads({
    delivery,
    localRooms: () => [...io.sockets.adapter.rooms.keys()].flatMap((channel) => roomOfChannel(channel) ?? []),
    tell: (head) => io.local.to(roomChannel(head.roomId)).emit('room:head', head),
    logger,
    everyMs: rhythm.pullHeadsEveryMs,
  })
  const liveState = createLiveState({
    isLive,
    tell(state) {
      io.local.emit('live:state', state)
      if (!state.delayed) void recheck.now()
    },
  })
  const resumed = watchForResumed({
    takesMessages: () => isLive() && takesRecords(),
    tell: (said) => io.local.emit('sends:resumed', said),
  })
  return {
    ...{ io, mayConnect, revocations, recheck, announce, announcePerson: personChanges.announce },
    loops: [announce, personChanges, slowConsumers, heads, recheck, liveState, resumed],
  }
}
