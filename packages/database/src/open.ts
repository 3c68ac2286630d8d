import { PrismaPg } from '@prisma/adapter-pg'
import { createAccounts, type Accounts } from './accounts'
import { createAudit, type Audit } from './audit'
import { createChallenges, type Challenges } from './challenges'
import { createDirectRooms, type DirectRooms } from './direct-rooms'
import { createEvents, type Events } from './events'
import { PrismaClient } from './generated/client'
import { createHistory, type History } from './history'
import { createMembers, type Members } from './members'
import { createOneTimeLinks, type OneTimeLinks } from './one-time-links'
import { createOffsets, type Offsets } from './offsets'
import { createPasskeys, type Passkeys } from './passkeys'
import { createPeople, type People } from './people'
import { createPool, type PoolOptions } from './pool'
import { createRooms, type Rooms } from './rooms'
import { createSecondFactors, type SecondFactors } from './second-factors'
import { createSessions, type Sessions } from './sessions'

export interface Database {
  /** For better-auth's adapter. All other code uses the parts below. */
  prisma: PrismaClient
  events: Events
  history: History
  offsets: Offsets
  rooms: Rooms
  directRooms: DirectRooms
  members: Members
  people: People
  sessions: Sessions
  accounts: Accounts
  oneTimeLinks: OneTimeLinks
  secondFactors: SecondFactors
  passkeys: Passkeys
  challenges: Challenges
  audit: Audit
  /** Resolves when PostgreSQL answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Opens no connection yet: the pool connects when it needs to, and reconnects after the database was down. */
export function openDatabase(options: PoolOptions): Database {
  const pool = createPool(options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  let closed: Promise<void> | undefined
  return {
    prisma,
    events: createEvents(prisma),
    history: createHistory(prisma),
    offsets: createOffsets(prisma),
    rooms: createRooms(prisma),
    directRooms: createDirectRooms(prisma),
    members: createMembers(prisma),
    people: createPeople(prisma),
    sessions: createSessions(prisma),
    accounts: createAccounts(prisma),
    oneTimeLinks: createOneTimeLinks(prisma),
    secondFactors: createSecondFactors(prisma),
    passkeys: createPasskeys(prisma),
    challenges: createChallenges(prisma),
    audit: createAudit(prisma),
    async ping() {
      await prisma.$queryRaw`select 1`
    },
    // We end the pool ourselves: Prisma would open another one for a late query.
    close: () => (closed ??= prisma.$disconnect().then(() => pool.end())),
  }
}
