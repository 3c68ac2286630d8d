import { randomUUID } from 'node:crypto'
import type { Account as AccountView } from '@parley/protocol/accounts'
import type { PersonId } from '@parley/protocol'
import { breaks } from './failures'
import type { Prisma, PrismaClient } from './generated/client'

/** The data of a new account. Hashes only: neither the password nor a code gets here. */
export interface NewAccount {
  personId: PersonId
  userName: string
  passwordHash: string
  codeHashes: string[]
}

/** An account of another service, as that service names it. */
export interface ProviderLogin {
  providerId: string
  accountId: string
}

interface Credential {
  personId: PersonId
  passwordHash: string
}

type Role = AccountView['role']

/** People who can sign in. better-auth reads the same rows. */
export interface Accounts {
  /** Gives a guest an account: the row, and with it history and rooms, stays. */
  claim(account: NewAccount): Promise<'claimed' | 'user-name-taken' | 'has-account'>
  /** A new person with an account. */
  create(account: NewAccount & { name: string }): Promise<'created' | 'user-name-taken'>
  /** Whose account of this provider it is; null when nobody signed in with it yet. */
  ofProvider(login: ProviderLogin): Promise<PersonId | null>
  /** Gives a guest an account that this provider opens, as `claim`. 'taken': somebody else has it meanwhile. */
  claimByProvider(personId: PersonId, login: ProviderLogin): Promise<'claimed' | 'has-account' | 'taken'>
  /** A new person whose account this provider opens. */
  createByProvider(
    person: { personId: PersonId; name: string },
    login: ProviderLogin,
  ): Promise<'created' | 'taken'>
  /** Null for a guest. */
  get(personId: PersonId): Promise<AccountView | null>
  /** Null for a guest. */
  credential(personId: PersonId): Promise<Credential | null>
  /** Null when nobody signs in with this name and a password. */
  credentialOf(userName: string): Promise<Credential | null>
  role(personId: PersonId): Promise<Role>
  setPassword(personId: PersonId, passwordHash: string): Promise<void>
  /** Voids the codes before. */
  setRecoveryCodes(personId: PersonId, codeHashes: string[]): Promise<void>
  /** Null when the user has no such code. */
  ofRecoveryCode(userName: string, codeHash: string): Promise<PersonId | null>
  /**
   * Uses a code and sets the password, in one step; null when the user has no such code. The caller ends the sessions.
   */
  recover(recovery: { userName: string; codeHash: string; passwordHash: string }): Promise<string | null>
}

/** better-auth's name for passwords. */
const PROVIDER = 'credential'

export function createAccounts(prisma: PrismaClient): Accounts {
  return {
    async claim({ personId, userName, passwordHash, codeHashes }) {
      return await orTaken(USER_NAME, 'user-name-taken', () =>
        prisma.$transaction(async (tx): Promise<'claimed' | 'has-account'> => {
          const { count } = await tx.user.updateMany({
            where: { id: personId, isAnonymous: true },
            data: { isAnonymous: false, username: userName },
          })
          if (count === 0) return 'has-account'
          await addSecrets(tx, { personId, passwordHash, codeHashes })
          return 'claimed'
        }),
      )
    },

    async create({ personId, name, userName, passwordHash, codeHashes }) {
      return await orTaken(USER_NAME, 'user-name-taken', () =>
        prisma.$transaction(async (tx): Promise<'created'> => {
          // better-auth requires an address for each user.
          const email = `${personId}@account.invalid`
          await tx.user.create({ data: { id: personId, name, email, username: userName } })
          await addSecrets(tx, { personId, passwordHash, codeHashes })
          return 'created'
        }),
      )
    },

    async ofProvider(login) {
      return (await prisma.account.findUnique({ where: { providerId_accountId: login } }))?.userId ?? null
    },

    async claimByProvider(personId, login) {
      return await orTaken(PROVIDER_LOGIN, 'taken', () =>
        prisma.$transaction(async (tx): Promise<'claimed' | 'has-account'> => {
          const guest = { id: personId, isAnonymous: true }
          const { count } = await tx.user.updateMany({ where: guest, data: { isAnonymous: false } })
          if (count === 0) return 'has-account'
          await tx.account.create({ data: { id: randomUUID(), userId: personId, ...login } })
          return 'claimed'
        }),
      )
    },

    async createByProvider({ personId, name }, login) {
      return await orTaken(PROVIDER_LOGIN, 'taken', () =>
        prisma.$transaction(async (tx): Promise<'created'> => {
          await tx.user.create({ data: { id: personId, name, email: `${personId}@account.invalid` } })
          await tx.account.create({ data: { id: randomUUID(), userId: personId, ...login } })
          return 'created'
        }),
      )
    },

    async get(personId) {
      const row = await prisma.user.findUnique({
        where: { id: personId },
        select: {
          username: true,
          isAnonymous: true,
          role: true,
          secondFactor: true,
          _count: { select: { recoveryCodes: true } },
        },
      })
      if (!row || row.isAnonymous) return null
      return {
        userName: row.username,
        role: row.role as Role,
        recoveryCodesLeft: row._count.recoveryCodes,
        hasSecondFactor: Boolean(row.secondFactor?.confirmedAt),
      }
    },

    async credential(personId) {
      const row = await prisma.account.findFirst({ where: { userId: personId, providerId: PROVIDER } })
      return row?.password ? { personId, passwordHash: row.password } : null
    },

    async credentialOf(userName) {
      const where = { providerId: PROVIDER, user: { username: userName } }
      const row = await prisma.account.findFirst({ where, select: { userId: true, password: true } })
      return row?.password ? { personId: row.userId, passwordHash: row.password } : null
    },

    async role(personId) {
      const row = await prisma.user.findUnique({ where: { id: personId }, select: { role: true } })
      return row?.role === 'owner' ? 'owner' : 'member'
    },

    async setPassword(personId, passwordHash) {
      await setPassword(prisma, personId, passwordHash)
    },

    async setRecoveryCodes(personId, codeHashes) {
      await prisma.$transaction(async (tx) => {
        await tx.recoveryCode.deleteMany({ where: { personId } })
        await tx.recoveryCode.createMany({ data: codeHashes.map((hash) => ({ personId, hash })) })
      })
    },

    async ofRecoveryCode(userName, codeHash) {
      const where = { hash: codeHash, person: { username: userName } }
      return (await prisma.recoveryCode.findFirst({ where }))?.personId ?? null
    },

    async recover({ userName, codeHash, passwordHash }) {
      return await prisma.$transaction(async (tx) => {
        const person = await tx.user.findUnique({ where: { username: userName }, select: { id: true } })
        if (!person) return null
        const { count } = await tx.recoveryCode.deleteMany({ where: { personId: person.id, hash: codeHash } })
        if (count === 0) return null
        await setPassword(tx, person.id, passwordHash)
        return person.id
      })
    },
  }
}

async function addSecrets(
  tx: Prisma.TransactionClient,
  { personId, passwordHash, codeHashes }: Omit<NewAccount, 'userName'>,
): Promise<void> {
  await tx.account.create({
    data: {
      id: randomUUID(),
      accountId: personId,
      providerId: PROVIDER,
      userId: personId,
      password: passwordHash,
    },
  })
  await tx.recoveryCode.createMany({ data: codeHashes.map((hash) => ({ personId, hash })) })
}

export async function setPassword(
  prisma: Pick<PrismaClient, 'account'>,
  personId: PersonId,
  passwordHash: string,
): Promise<void> {
  const where = { userId: personId, providerId: PROVIDER }
  await prisma.account.updateMany({ where, data: { password: passwordHash } })
}

/** Returns the word where somebody else has what this constraint allows once, instead of an error. */
async function orTaken<T, Taken extends string>(
  constraint: string,
  taken: Taken,
  work: () => Promise<T>,
): Promise<T | Taken> {
  try {
    return await work()
  } catch (cause) {
    if (breaks(cause, constraint)) return taken
    throw cause
  }
}

const USER_NAME = 'people_user_name_key'
const PROVIDER_LOGIN = 'accounts_provider_id_account_id_key'
