import {
  failure,
  handshake,
  OLDEST_PROTOCOL_VERSION,
  parse,
  PROTOCOL_VERSION,
  type Failure,
} from '@parley/protocol'
import type { Database } from '@parley/database'
import type { Logger } from '@parley/service'
import type { AllowConnection } from '../limits/connection-limit'
import type { ServerMetrics } from '../metrics'
import { enterRooms } from '../rooms/memberships'
import type { MayConnect } from './origin'
import type { ParleySocket } from '../socket/socket-types'
import type { Revocations } from './revocations'
import { sessionToken } from './session-of-cookie'
import type { FindUser } from './sessions'

/** The data of a refused handshake: `connect_error` has it as `data`. */
class Refused extends Error {
  constructor(readonly data: Failure) {
    super(data.say)
  }
}

/** The handshake: checks the page's version, its origin, and the session that the cookie names. */
export function authenticate(parts: {
  secret: string
  mayConnect: MayConnect
  findUser: FindUser
  isOverloaded: () => boolean
  allowConnection: AllowConnection
  members: Pick<Database['members'], 'roomsOf'>
  revocations: Pick<Revocations, 'count'>
  metrics: Pick<ServerMetrics, 'handshakes'>
  logger: Logger
}) {
  const { secret, mayConnect, findUser, isOverloaded, allowConnection } = parts
  const { members, revocations, metrics, logger } = parts

  return function onHandshake(socket: ParleySocket, next: (error?: Error) => void): void {
    admit(socket).then(
      () => {
        metrics.handshakes.add({ code: 'ok' })
        next()
      },
      (cause: unknown) => {
        const refused = cause instanceof Refused ? cause : unavailable(cause)
        metrics.handshakes.add({ code: refused.data.code })
        next(refused)
      },
    )
  }

  async function admit(socket: ParleySocket) {
    // Before the server queries or stores anything for this client.
    if (isOverloaded()) throw new Refused(failure('too-busy'))
    const hello = parse(handshake, socket.handshake.auth)
    if (!hello.ok || !isServed(hello.value.protocol)) throw new Refused(failure('wrong-protocol'))
    socket.data.revocationsBefore = revocations.count()
    const { headers } = socket.request
    const token = mayConnect({ headers }) ? sessionToken(headers.cookie, secret) : null
    const user = token && (await findUser(token))
    if (!user) throw new Refused(failure('not-signed-in'))
    if (!allowConnection(user.id, socket.conn)) throw new Refused(failure('too-many-connections'))
    socket.data.user = user
    // The socket enters its rooms before the welcome, so that a welcomed client misses nothing.
    await enterRooms(socket, members)
  }

  function unavailable(cause: unknown) {
    logger.warn({ cause }, 'a handshake could not be checked; the client tries again')
    return new Refused(failure('database-unavailable'))
  }
}

function isServed(version: number): boolean {
  return version >= OLDEST_PROTOCOL_VERSION && version <= PROTOCOL_VERSION
}
