import type { PersonId } from '@parley/protocol'
import type { PrismaClient } from './generated/client'

/** Authenticator apps: at most one for each person. */
export interface SecondFactors {
  /** Keeps a secret until it is confirmed, instead of the one before. False when a confirmed one is there. */
  propose(personId: PersonId, sealedSecret: string): Promise<boolean>
  get(personId: PersonId): Promise<{ sealedSecret: string; isConfirmed: boolean } | null>
  /** Uses the code of this time step, which confirms the secret. Of all uses of one code one gets true. */
  use(personId: PersonId, step: number): Promise<boolean>
  useRecoveryCode(personId: PersonId, codeHash: string): Promise<boolean>
  remove(personId: PersonId): Promise<void>
}

export function createSecondFactors(prisma: PrismaClient): SecondFactors {
  return {
    async propose(personId, sealedSecret) {
      const proposed = await prisma.$executeRaw`
        insert into second_factors (person_id, sealed_secret) values (${personId}, ${sealedSecret})
        on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0
        where second_factors.confirmed_at is null`
      return proposed > 0
    },

    async get(personId) {
      const row = await prisma.secondFactor.findUnique({ where: { personId } })
      return row && { sealedSecret: row.sealedSecret, isConfirmed: row.confirmedAt !== null }
    },

    async use(personId, step) {
      const used = await prisma.$executeRaw`
        update second_factors set last_step = ${step}, confirmed_at = coalesce(confirmed_at, now())
        where person_id = ${personId} and last_step < ${step}`
      return used > 0
    },

    async useRecoveryCode(personId, codeHash) {
      const { count } = await prisma.recoveryCode.deleteMany({ where: { personId, hash: codeHash } })
      return count > 0
    },

    async remove(personId) {
      await prisma.secondFactor.deleteMany({ where: { personId } })
    },
  }
}
