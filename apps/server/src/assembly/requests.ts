import type { Delivery } from '@parley/delivery'
import { LOBBY_ID, rates } from '@parley/protocol'
import type { Logger } from '@parley/service'
import { createAccounts } from '../auth/accounts'
import { createAuth } from '../auth/better-auth'
import { createCheckPassword } from '../auth/check-password'
import { createOidc } from '../auth/oidc'
import { createPasskeys } from '../auth/passkeys'
import { createOwnership } from '../auth/ownership'
import { createPersonSessions } from '../auth/person-sessions'
import { createSecondFactor } from '../auth/second-factor'
import { createFindUser } from '../auth/sessions'
import { createReadMessage } from '../catch-up/read-message'
import { createReadMissed } from '../catch-up/read-missed'
import { createReadPage } from '../catch-up/read-page'
import { createWhenStored } from '../catch-up/stored-offset'
import { createShare, shareReadMissed, shareReadPage } from '../catch-up/share-reads'
import type { Config } from '../config'
import { createHandlers } from '../events/events'
import type { Engines } from '../lifecycle/engines'
import { createBuckets } from '../limits/buckets'
import { createClientAddress } from '../limits/client-address'
import { createConnectionLimit } from '../limits/connection-limit'
import { createJoinLimit } from '../limits/join-limit'
import { createRenameLimit } from '../limits/rename-limit'
import { createReactionLimit } from '../limits/reaction-limit'
import { createRoomLimit } from '../limits/room-limit'
import { createSendLimit } from '../limits/send-limit'
import { createSignInLimit } from '../limits/sign-in-limit'
import { createSharedBuckets } from '../limits/shared-buckets'
import type { TrustedProxies } from '../limits/trusted-proxies'
import type { ServerMetrics } from '../metrics'
import { createApp } from '../rest/app'
import { createDirectory } from '../rooms/directory'
import { createLastSeq } from '../rooms/last-seq'
import { createIsMember } from '../rooms/memberships'
import { createRoomMembers } from '../rooms/room-members'
import { welcomePeople } from '../socket/server'
import { watchReadMissed, watchDuplicateLookup } from '../watch-path'
import type { Health } from './health'
import type { Live } from './live'
import type { MessagePath } from './message-path'

/** Answers all requests, over sockets and over REST. Returns the REST application. */
export function assembleRequests(parts: {
  config: Config
  engines: Engines
  delivery: Delivery
  health: Health
  live: Live
  path: MessagePath
  proxies: Pick<TrustedProxies, 'isTrusted'>
  metrics: ServerMetrics
  nowMs: () => number
  logger: Logger
}): ReturnType<typeof createApp> {
  const { config, engines, delivery, health, live, path, proxies, metrics, nowMs, logger } = parts
  const { database, redis, eventLog } = engines
  const { events, history, members, people, rooms, directRooms, sessions, prisma } = database
  const { serverId, secret, publicUrl, allowedOrigins } = config
  const { io, mayConnect, revocations, recheck, announce, announcePerson } = live
  const { publisher, duplicateLookup, storedOffset, isRecovering } = path
  const findUser = createFindUser(sessions)
  const share = createShare((how) => metrics.catchUpReads.add({ how }))
  const readMissed = shareReadMissed(createReadMissed({ delivery, history, isRecovering, logger }), share)
  const readPage = shareReadPage(createReadPage({ delivery, history, isRecovering, logger }), share)

  const handlers = createHandlers({
    publisher,
    duplicateLookup: watchDuplicateLookup(duplicateLookup, metrics),
    readMessage: createReadMessage({ delivery, events, share }),
    whenStored: createWhenStored({ storedOffset, eventLog }),
    isMember: createIsMember({ members, revocations, recheck, logger }),
    allowSend: createSendLimit(config.sendRates, nowMs),
    allowRetry: createSendLimit(config.sendRates, nowMs),
    allowReaction: createReactionLimit(nowMs),
    clock: Date.now,
    readMissed: watchReadMissed(readMissed, metrics),
    readPage,
    lastSeq: createLastSeq({ delivery, history }),
    announce,
    members,
    logger,
  })
  welcomePeople(io, {
    ...{
      serverId,
      secret,
      handlers,
      members,
      mayConnect,
      findUser,
      revocations,
      recheck,
      metrics,
      nowMs,
      logger,
    },
    isLive: health.isLive,
    isOverloaded: health.isOverloaded,
    allowConnection: createConnectionLimit(config.connectionsPerPerson),
  })

  const take = createSharedBuckets({ redis, nowMs, logger })
  const auth = createAuth({ prisma, secret, publicUrl, allowedOrigins })
  const { accounts, secondFactors } = database
  const checkPassword = createCheckPassword({ auth, accounts })
  const secondFactor = createSecondFactor({
    ...{ secondFactors, accounts, checkPassword, publicUrl, secret },
    allowCode: (personId) => take(`second-factor:${personId}`, rates.secondFactor),
    clock: Date.now,
  })
  const personSessions = createPersonSessions({ auth, sessions, revoke: revocations.revoke })
  return createApp({
    auth,
    accounts: createAccounts({
      ...{ auth, database, checkPassword, secondFactor, personSessions, announcePerson, secret },
      joinLobby: (personId) => members.join(LOBBY_ID, personId),
      revoke: revocations.revoke,
    }),
    secondFactor,
    passkeys: createPasskeys({
      ...{ accounts, passkeys: database.passkeys, challenges: database.challenges },
      ...{ checkPassword, personSessions, publicUrl, allowedOrigins },
      clock: Date.now,
    }),
    oidc:
      config.oidc &&
      createOidc({
        ...{ config: config.oidc, accounts, members, personSessions, announcePerson, publicUrl, logger },
        challenges: database.challenges,
        clock: Date.now,
      }),
    isHttps: publicUrl.startsWith('https:'),
    ownership: createOwnership({
      ...{ auth, personSessions, publicUrl },
      accounts,
      links: database.oneTimeLinks,
      clock: Date.now,
    }),
    readAccount: accounts.get,
    signInLimit: createSignInLimit({ accountsPerHour: config.accountsPerHour, take }),
    directory: createDirectory({ rooms, directRooms, members, delivery, readPage, announce, logger }),
    roomMembers: createRoomMembers({ members, announce }),
    clientAddress: createClientAddress(proxies.isTrusted),
    allowJoin: createJoinLimit({ perMinute: config.guestJoinsPerMinute, take }),
    allowRename: createRenameLimit(take),
    roomLimit: createRoomLimit(config.roomRates, take),
    takeRequest: createBuckets(nowMs),
    revoke: revocations.revoke,
    readiness: health.readiness,
    build: config.build,
    ...{
      publicUrl,
      announcePerson,
      members,
      people,
      serverId,
      secret,
      findUser,
      mayConnect,
      metrics,
      logger,
    },
  })
}
