import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import {
  broadcastEvents,
  createDelivery,
  createRoomAdapter,
  roomChannel,
  roomOfChannel,
} from '@parley/delivery'
import type { Closable, Log } from '@parley/service'
import { createAnnounce } from './announce'
import { pullHeads } from './catch-up/heads'
import { createReadMissed } from './catch-up/read-missed'
import { createReadPage } from './catch-up/read-page'
import { createIsRecovering, createStoredOffset } from './catch-up/recovery'
import type { Config } from './config'
import { createDirectory } from './directory'
import { connectEngines } from './engines'
import { createHandlers } from './events/events'
import { createClientAddress } from './limits/client-address'
import { createJoinLimit } from './limits/join-limit'
import { createSendLimit } from './limits/send-limit'
import { trustProxies } from './limits/trusted-proxies'
import { createBacklog } from './publish/backlog'
import { createDeliverRoom } from './publish/deliver-room'
import { createPublisher } from './publish/publisher'
import { createRoomEpochs } from './publish/room-epochs'
import { createSaidBefore } from './publish/said-before'
import { createReadiness } from './readiness'
import { createApp } from './rest/app'
import { createAuth } from './rest/auth'
import { leave } from './leave'
import { createLiveState } from './socket/live-state'
import { createIsMember } from './socket/memberships'
import { createMayConnect } from './socket/origin'
import { recheckSockets } from './socket/recheck'
import { createSocketServer, welcomePeople } from './socket/server'
import { createFindVisitor } from './socket/sessions'

/** Rooms whose epoch a server keeps in mind; 200 bytes each. */
const ROOMS_REMEMBERED = 20_000

/** The one place where the parts of a server meet. Resolves when it listens. */
export async function startServer(config: Config, log: Log): Promise<Closable> {
  const { serverId, secret, publicUrl, allowedOrigins } = config
  const nowMs = () => performance.now()
  const engines = await connectEngines(config, log)
  const { database, redis, eventLog } = engines
  const { events, history, members, offsets, rooms, sessions, prisma } = database

  const delivery = createDelivery({ redis })
  const proxies = await trustProxies(config.trustedProxies, log)
  const mayConnect = createMayConnect(allowedOrigins)
  const findVisitor = createFindVisitor(sessions)
  const isLive = () => redis.status === 'ready'
  const readiness = createReadiness({
    redis: isLive,
    log: () => eventLog.isAvailable(),
    database: () =>
      database.ping().then(
        () => true,
        () => false,
      ),
  })

  // Socket.IO takes its own path from whatever listened before it, so the API's listener stands first.
  const http = createServer((request, response) => void answerApi(request, response))
  const adapter = createRoomAdapter({
    publisher: redis,
    subscriber: engines.subscriber,
    onDegraded: (operation, cause) => log.warn({ operation, cause: cause.message }, 'live updates are late'),
  })
  const io = createSocketServer(http, { adapter, allowedOrigins, mayConnect })
  const local = () => [...io.sockets.sockets.values()]

  const storedOffset = createStoredOffset(offsets, eventLog)
  const isRecovering = createIsRecovering(storedOffset)
  const saidBefore = createSaidBefore({ delivery, events })
  const backlog = createBacklog({
    most: config.unstoredMaxPerRoom,
    countUnstored: (roomId) => delivery.countUnstored(roomId),
    nowMs,
  })
  const epochs = createRoomEpochs({
    most: ROOMS_REMEMBERED,
    readEpoch: async (roomId) => (await delivery.heads([roomId]))[0]?.epoch ?? null,
  })
  const deliverRoom = createDeliverRoom({
    delivery,
    saidBefore,
    storedOffset,
    broadcast: (packet) => broadcastEvents(io, packet),
    backlog,
    epochs,
    nowMs,
    log,
  })
  const publisher = createPublisher({ eventLog, isLive, backlog, epochs, deliverRoom, log })

  const handlers = createHandlers({
    publisher,
    saidBefore,
    isMember: createIsMember(members, log),
    allowSend: createSendLimit(config.sendRates, nowMs),
    clock: Date.now,
    readMissed: createReadMissed({ delivery, history, isRecovering, log }),
    readPage: createReadPage({ delivery, history, isRecovering, log }),
    members,
    log,
  })
  const app = createApp({
    auth: createAuth({ prisma, secret, publicUrl, allowedOrigins }),
    directory: createDirectory({ rooms, members, delivery, announce: createAnnounce(io), log }),
    clientAddress: createClientAddress(proxies.isTrusted),
    allowJoin: createJoinLimit(config.guestJoinsPerMinute, nowMs),
    endSession: (token) => endSession(token),
    members,
    readiness,
    serverId,
    secret,
    findVisitor,
    mayConnect,
    log,
  })
  const answerApi = getRequestListener(app.fetch)
  welcomePeople(io, { serverId, secret, handlers, members, mayConnect, findVisitor, isLive, nowMs, log })

  const loops = [
    proxies,
    pullHeads({
      delivery,
      localRooms: () =>
        [...io.sockets.adapter.rooms.keys()].flatMap((channel) => roomOfChannel(channel) ?? []),
      tell: (head) => io.local.to(roomChannel(head.roomId)).emit('room:head', head),
      log,
    }),
    recheckSockets({ localSockets: local, members, sessions, log }),
    createLiveState({ isLive, tell: (state) => io.local.emit('live:state', state) }),
  ]

  await new Promise<void>((resolve) => http.listen(config.port, config.host, resolve))
  await readiness.check()
  log.info({ port: config.port }, 'listening')

  function endSession(token: string) {
    for (const socket of local()) if (socket.data.visitor.sessionToken === token) socket.disconnect(true)
  }

  return {
    async close() {
      await leave({ io, readiness, publisher, drainMs: config.drainMs, log })
      await Promise.all(loops.map((loop) => loop.close()))
      await engines.close()
    },
  }
}
