import type { PersonId } from '@parley/protocol'
import { setPassword } from './accounts'
import type { PrismaClient } from './generated/client'

interface Offer {
  hash: string
  expiresAt: Date
}

/** Links that work once. Hashes only: a copy of the database opens nothing. */
export interface OneTimeLinks {
  /**
   * Keeps the link that makes its user the owner, unless there is an owner or a link younger than `replaceBefore`. Of
   * many servers that offer at once one gets true.
   */
  offerOwnership(offer: Offer & { replaceBefore: Date }): Promise<boolean>
  /** Of many users one becomes the owner. A guest becomes none, and the link stays. */
  takeOwnership(personId: PersonId, hash: string): Promise<'taken' | 'link-used' | 'needs-account'>
  /** A link that sets a new password; the person's link before is void. False when nobody has this user name. */
  offerRecovery(offer: Offer & { userName: string }): Promise<boolean>
  /**
   * Uses the link, sets the password and removes the second factor, in one step: the phone may be lost, too; null for a link
   * that does not work. The caller ends the sessions.
   */
  recover(recovery: { hash: string; passwordHash: string }): Promise<PersonId | null>
  /** Deletes expired links and returns their number. Skips rows that another server is deleting. */
  deleteExpired(limit: number): Promise<number>
}

// The rows are those of better-auth's table of values that are used once. The id makes a second link of its kind
// impossible, and the identifier is what a user brings.
const OWNER = 'owner-link'
const recoveryOf = (key: string) => `recovery-link:${key}`

export function createOneTimeLinks(prisma: PrismaClient): OneTimeLinks {
  return {
    async offerOwnership({ hash, expiresAt, replaceBefore }) {
      const offered = await prisma.$executeRaw`
        insert into verifications (id, identifier, value, expires_at)
        select ${OWNER}, ${OWNER}, ${hash}, ${expiresAt}
        where not exists (select 1 from people where role = 'owner')
        on conflict (id) do update set value = excluded.value, expires_at = excluded.expires_at, created_at = now()
        where verifications.created_at < ${replaceBefore} or verifications.expires_at <= now()`
      return offered > 0
    },

    async takeOwnership(personId, hash) {
      const where = { id: OWNER, value: hash, expiresAt: { gt: new Date() } }
      return await prisma.$transaction(async (tx) => {
        // The row is locked until the end: a second user waits, and finds it gone.
        const { count } = await tx.verification.updateMany({ where, data: { updatedAt: new Date() } })
        if (count === 0) return 'link-used'
        const person = { id: personId, NOT: { isAnonymous: true } }
        const made = await tx.user.updateMany({ where: person, data: { role: 'owner' } })
        if (made.count === 0) return 'needs-account'
        await tx.verification.deleteMany({ where: { id: OWNER } })
        return 'taken'
      })
    },

    async offerRecovery({ userName, hash, expiresAt }) {
      const person = await prisma.user.findUnique({ where: { username: userName }, select: { id: true } })
      if (!person) return false
      const id = recoveryOf(person.id)
      const link = { identifier: recoveryOf(hash), value: person.id, expiresAt }
      await prisma.verification.upsert({ where: { id }, create: { id, ...link }, update: link })
      return true
    },

    async recover({ hash, passwordHash }) {
      return await prisma.$transaction(async (tx) => {
        const [used] = await tx.$queryRaw<{ value: string }[]>`
          delete from verifications where identifier = ${recoveryOf(hash)} and expires_at > now() returning value`
        if (!used) return null
        await setPassword(tx, used.value, passwordHash)
        await tx.secondFactor.deleteMany({ where: { personId: used.value } })
        return used.value
      })
    },

    async deleteExpired(limit) {
      return await prisma.$executeRaw`
        delete from verifications where id in (
          select id from verifications where expires_at <= now() limit ${limit} for update skip locked)`
    },
  }
}
