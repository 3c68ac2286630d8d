import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { createRoomAdapter } from '@parley/delivery'
import { limits, PROTOCOL_VERSION, rates } from '@parley/protocol'
import type { Database } from '@parley/database'
import type { Logger } from '@parley/service'
import type { Handlers } from '../events/handler'
import type { AllowConnection } from '../limits/connection-limit'
import { createBuckets } from '../limits/buckets'
import type { ServerMetrics } from '../metrics'
import { authenticate } from '../auth/authenticate'
import { answerEvents } from './answer-events'
import type { MayConnect } from '../auth/origin'
import type { ParleyServer, ParleySocket } from './socket-types'
import type { Recheck } from '../auth/recheck'
import type { Revocations } from '../auth/revocations'
import type { FindUser } from '../auth/sessions'

const PING_INTERVAL_MS = 15_000
const PING_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 10_000

/** The Socket.IO server. It accepts no connection before `welcomePeople` is called. */
export function createSocketServer(
  http: HttpServer,
  parts: {
    adapter: ReturnType<typeof createRoomAdapter>
    allowedOrigins: readonly string[]
    mayConnect: MayConnect
  },
): ParleyServer {
  const { adapter, allowedOrigins, mayConnect } = parts
  return new Server(http, {
    adapter,
    cors: { origin: [...allowedOrigins], credentials: true },
    allowRequest: ({ headers }, decide) =>
      headers.origin === undefined || mayConnect({ headers })
        ? decide(null, true)
        : decide('wrong-origin', false),
    maxHttpBufferSize: limits.frameMaxBytes,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
  })
}

export function welcomePeople(
  io: ParleyServer,
  parts: {
    serverId: string
    secret: string
    handlers: Handlers
    members: Pick<Database['members'], 'roomsOf'>
    mayConnect: MayConnect
    findUser: FindUser
    revocations: Pick<Revocations, 'count'>
    recheck: Pick<Recheck, 'check'>
    isOverloaded: () => boolean
    allowConnection: AllowConnection
    isLive: () => boolean
    metrics: ServerMetrics
    nowMs: () => number
    logger: Logger
  },
): void {
  const { serverId, handlers, revocations, recheck, isLive, metrics, nowMs, logger } = parts
  // Per user: with a bucket for each connection, more connections would mean more requests.
  const takeRequest = createBuckets(nowMs)
  io.use(authenticate(parts))
  io.on('connection', (socket: ParleySocket) => {
    const { id, name, isGuest } = socket.data.user
    // Something was revoked during the handshake's queries: the revocation could not reach this socket yet.
    if (revocations.count() !== socket.data.revocationsBefore) void recheck.check([socket])
    logger.debug({ socketId: socket.id, personId: id }, 'connected')
    const take = () => takeRequest(id, rates.request)
    answerEvents(socket, { handlers, take, metrics, nowMs, logger })
    socket.emit('server:welcome', { serverId, protocol: PROTOCOL_VERSION, person: { id, name, isGuest } })
    if (!isLive()) socket.emit('live:state', { delayed: true })
  })
}
