import type { PrismaClient } from './generated/client'

/** What a browser must bring back once, before a time: all servers share it. Rows expire with the one-time links. */
export interface Challenges {
  /** Instead of the one before of this key. */
  keep(challenge: { key: string; value: string; expiresAt: Date }): Promise<void>
  /** Of many callers one gets the value; null when it is used or too old. */
  take(key: string): Promise<string | null>
}

export function createChallenges(prisma: PrismaClient): Challenges {
  return {
    async keep({ key, value, expiresAt }) {
      const id = idOf(key)
      const row = { identifier: id, value, expiresAt }
      await prisma.verification.upsert({ where: { id }, create: { id, ...row }, update: row })
    },
    async take(key) {
      const [taken] = await prisma.$queryRaw<{ value: string }[]>`
        delete from verifications where id = ${idOf(key)} and expires_at > now() returning value`
      return taken?.value ?? null
    },
  }
}

function idOf(key: string): string {
  return `challenge:${key}`
}
