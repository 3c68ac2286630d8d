import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createDelivery, createRoomAdapter, roomChannel, roomOfChannel } from '@parley/delivery'
import { METRICS_PATH, openMetrics, type Closable, type Log } from '@parley/service'
import { createAnnounce } from './announce'
import { pullHeads } from './catch-up/heads'
import { createReadMessage } from './catch-up/read-message'
import { createReadMissed } from './catch-up/read-missed'
import { createReadPage } from './catch-up/read-page'
import {
  createIsNumbered,
  createIsRecovering,
  createStoredOffset,
  createWhenStored,
} from './catch-up/recovery'
import { createShare, shareReadMissed, shareReadPage } from './catch-up/share-reads'
import type { Config } from './config'
import { createDirectory } from './directory'
import { connectEngines } from './engines'
import { createHandlers } from './events/events'
import { ignoreForeignUpgrades } from './foreign-upgrades'
import { createLastSeq } from './last-seq'
import { createClientAddress } from './limits/client-address'
import { createBuckets } from './limits/buckets'
import { createConnectionLimit } from './limits/connection-limit'
import { createJoinLimit } from './limits/join-limit'
import { createCollect, openLoad, watchForOverload } from './limits/overload'
import { createReactionLimit } from './limits/reaction-limit'
import { createRoomLimit } from './limits/room-limit'
import { createSendLimit } from './limits/send-limit'
import { createSharedBuckets } from './limits/shared-buckets'
import { cutSlowConsumers, type Connection } from './limits/slow-consumers'
import { trustProxies } from './limits/trusted-proxies'
import { definitions } from './metrics'
import { watchForAlone } from './neighbours/alone'
import { meetNeighbours } from './neighbours/neighbours'
import { ownAddresses } from './neighbours/own-addresses'
import { createBacklog } from './publish/backlog'
import { createDeliverRoom } from './publish/deliver-room'
import { createPublisher } from './publish/publisher'
import { createSaidBefore } from './publish/said-before'
import { startPurge } from './purge'
import { createReadiness } from './readiness'
import { createApp } from './rest/app'
import { createAuth } from './rest/auth'
import { askToMove, leave } from './leave'
import { createLiveState } from './socket/live-state'
import { createIsMember } from './socket/memberships'
import { writeTogether } from './socket/write-together'
import { createMayConnect } from './socket/origin'
import { recheckSockets } from './socket/recheck'
import { createRevocations } from './socket/revocations'
import { watchForResumed } from './socket/sends-resumed'
import { createSocketServer, welcomePeople } from './socket/server'
import { createFindVisitor } from './socket/sessions'
import { watchAppend, watchDeliver, watchPublisher, watchReadMissed, watchSaidBefore } from './watch-path'

/** How often what was perhaps lost on the way is asked for. Tests do not wait that long. */
interface Rhythm {
  pullHeadsEveryMs?: number
  recheckEveryMs?: number
}

/** The one place where the parts of a server meet. Resolves when it listens. */
export async function startServer(config: Config, log: Log, rhythm: Rhythm = {}): Promise<Closable> {
  const { serverId, secret, publicUrl, allowedOrigins } = config
  const nowMs = () => performance.now()
  const { metrics, answer: answerMetrics } = openMetrics(definitions)
  const engines = await connectEngines(config, (records) => metrics.attemptFailed.add({}, records), log)
  const { database, redis, eventLog } = engines
  const { events, history, members, offsets, people, rooms, sessions, prisma } = database

  const delivery = createDelivery({ redis })
  const proxies = await trustProxies(config.trustedProxies, log)
  const mayConnect = createMayConnect(allowedOrigins)
  const findVisitor = createFindVisitor(sessions)
  const isLive = () => redis.status === 'ready'
  const neighbours = meetNeighbours({ redis, addresses: ownAddresses(config.host, config.port), log })
  const alone = watchForAlone({
    isLive,
    doesAnyReachRedis: neighbours.doesAnyReachRedis,
    onAlone() {
      log.warn('this server alone cannot reach Redis; its people are asked to move')
      void askToMove(io, config.drainMs)
    },
    onHealed: () => log.info('Redis is reached again; people may come'),
  })
  const load = openLoad(config.v8Flags)
  const overload = watchForOverload({
    limits: config.overload,
    readLoad: load.read,
    collect: createCollect(),
    nowMs,
    log,
  })
  const isOverloaded = () => overload.overloads().length > 0
  const readiness = createReadiness({
    redis: () => isDone(redis.ping()),
    log: () => eventLog.isAvailable(),
    database: () => isDone(database.ping()),
    isAlone: alone.isAlone,
    isOverloaded,
  })

  // Socket.IO takes its own path from whatever listened before it, so the API's listener stands first.
  const http = createServer((request, response) => {
    void (request.url === METRICS_PATH ? answerMetrics(response) : answerApi(request, response))
  })
  const adapter = createRoomAdapter({
    publisher: redis,
    subscriber: engines.subscriber,
    onDegraded(operation, cause) {
      metrics.degraded.add({ operation })
      log.warn({ operation, cause: cause.message }, 'live updates are late')
    },
    onRenewed: () => void heads.now(),
  })
  const io = createSocketServer(http, { adapter, allowedOrigins, mayConnect })
  ignoreForeignUpgrades(http)
  writeTogether(http)
  const revocations = createRevocations(io)
  const announce = createAnnounce(io, revocations)
  const recheck = recheckSockets({
    localSockets: () => [...io.sockets.sockets.values()],
    ...{ members, sessions, log },
    everyMs: rhythm.recheckEveryMs,
  })
  const slowConsumers = cutSlowConsumers({ onCut: (why) => metrics.slowConsumers.add({ why }), log })
  io.engine.on('connection', (connection: Connection) => slowConsumers.watch(connection))

  const heads = pullHeads({
    delivery,
    localRooms: () => [...io.sockets.adapter.rooms.keys()].flatMap((channel) => roomOfChannel(channel) ?? []),
    tell: (head) => io.local.to(roomChannel(head.roomId)).emit('room:head', head),
    log,
    everyMs: rhythm.pullHeadsEveryMs,
  })

  const storedOffset = createStoredOffset(offsets, eventLog)
  const isRecovering = createIsRecovering(storedOffset)
  const saidBefore = createSaidBefore({ delivery, events })
  const backlog = createBacklog({
    most: config.unstoredMaxPerRoom,
    countUnstored: (roomId) => delivery.countUnstored(roomId),
    nowMs,
  })
  const deliverRoom = createDeliverRoom({
    delivery: watchDeliver(delivery, metrics, nowMs),
    saidBefore,
    storedOffset,
    isNumbered: createIsNumbered(delivery, isRecovering),
    backlog,
    nowMs,
    log,
  })
  const takesRecords = () => eventLog.isAvailable()
  const append = watchAppend(eventLog, metrics, nowMs)
  const path = createPublisher({ eventLog: append, takesRecords, isLive, backlog, deliverRoom, nowMs, log })
  const publisher = watchPublisher(path, metrics, nowMs)

  const share = createShare((how) => metrics.catchUpReads.add({ how }))
  const readMissed = shareReadMissed(createReadMissed({ delivery, history, isRecovering, log }), share)
  const readPage = shareReadPage(createReadPage({ delivery, history, isRecovering, log }), share)

  const handlers = createHandlers({
    publisher,
    saidBefore: watchSaidBefore(saidBefore, metrics),
    readMessage: createReadMessage({ delivery, events, share }),
    whenStored: createWhenStored({ storedOffset, eventLog }),
    isMember: createIsMember({ members, revocations, recheck, log }),
    allowSend: createSendLimit(config.sendRates, nowMs),
    allowRepeat: createSendLimit(config.sendRates, nowMs),
    allowReaction: createReactionLimit(nowMs),
    clock: Date.now,
    readMissed: watchReadMissed(readMissed, metrics),
    readPage,
    lastSeq: createLastSeq({ delivery, history }),
    announce,
    members,
    log,
  })
  const take = createSharedBuckets({ redis, nowMs, log })
  const app = createApp({
    auth: createAuth({ prisma, secret, publicUrl, allowedOrigins }),
    directory: createDirectory({ rooms, members, delivery, readPage, announce, log }),
    clientAddress: createClientAddress(proxies.isTrusted),
    allowJoin: createJoinLimit({ perMinute: config.guestJoinsPerMinute, take }),
    roomLimit: createRoomLimit(config.roomRates, take),
    takeRequest: createBuckets(nowMs),
    revoke: revocations.revoke,
    members,
    people,
    readiness,
    serverId,
    build: config.build,
    secret,
    findVisitor,
    mayConnect,
    metrics,
    log,
  })
  const answerApi = getRequestListener(app.fetch)
  welcomePeople(io, {
    ...{ serverId, secret, handlers, members, mayConnect, findVisitor },
    ...{ revocations, recheck, isOverloaded, isLive, metrics, nowMs, log },
    allowConnection: createConnectionLimit(config.connectionsPerPerson),
  })
  const gauge = (value: () => number) => () => [{ labels: {}, value: value() }]
  metrics.sockets.read(gauge(() => io.sockets.sockets.size))
  metrics.liveDelayed.read(gauge(() => Number(!isLive())))
  metrics.alone.read(gauge(() => Number(alone.isAlone())))
  metrics.overloaded.read(gauge(() => Number(isOverloaded())))

  const tellLiveState: Parameters<typeof createLiveState>[0]['tell'] = (state) => {
    io.local.emit('live:state', state)
    if (!state.delayed) void recheck.now()
  }
  const loops = [
    announce,
    proxies,
    neighbours,
    alone,
    overload,
    load,
    slowConsumers,
    startPurge({
      ...{ sessions, people, delivery, guestKeepDays: config.guestKeepDays },
      onPurged: (what, count) => metrics.purged.add({ what }, count),
      clock: Date.now,
      log,
    }),
    heads,
    recheck,
    createLiveState({ isLive, tell: tellLiveState }),
    watchForResumed({
      takesMessages: () => isLive() && takesRecords(),
      tell: (resumed) => io.local.emit('sends:resumed', resumed),
    }),
  ]

  await new Promise<void>((resolve) => http.listen(config.port, config.host, resolve))
  await readiness.check()
  log.info({ port: config.port }, 'listening')

  return {
    async close() {
      await leave({ io, readiness, publisher, drainMs: config.drainMs, log })
      await Promise.all(loops.map((loop) => loop.close()))
      await engines.close()
    },
  }
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
