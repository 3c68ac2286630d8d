import { askTogether } from './ask-together'
import type { PrismaClient } from './generated/client'

export interface SessionOf {
  sessionId: string
  personId: string
  name: string
  isGuest: boolean
  expiresAt: Date
}

export interface Sessions {
  /** The sessions of these tokens with their people, in one query. Unknown and expired tokens are left out. */
  byTokens(tokens: string[]): Promise<Map<string, SessionOf>>
  /** The same for one token. */
  byToken(token: string): Promise<SessionOf | null>
  /** Deletes at most `limit` expired sessions and returns their number. Skips rows that another server is deleting. */
  deleteExpired(limit: number): Promise<number>
}

export function createSessions(prisma: PrismaClient): Sessions {
  return {
    byTokens,
    byToken: askTogether(async (tokens: string[]) => {
      const found = await byTokens([...new Set(tokens)])
      return tokens.map((token) => found.get(token) ?? null)
    }),

    async deleteExpired(limit) {
      return await prisma.$executeRaw`
        delete from sessions where id in (
          select id from sessions where expires_at <= now() order by expires_at limit ${limit} for update skip locked)`
    },
  }

  async function byTokens(tokens: string[]): Promise<Map<string, SessionOf>> {
    const rows = await prisma.$queryRaw<SessionRow[]>`
      select s.token, s.id as "sessionId", p.id as "personId", p.name,
             coalesce(p.is_anonymous, false) as "isGuest", s.expires_at as "expiresAt"
      from sessions s
      join people p on p.id = s.person_id
      where s.token = any (${tokens}::text[]) and s.expires_at > now()`
    return new Map(rows.map(({ token, ...session }) => [token, session]))
  }
}

type SessionRow = SessionOf & { token: string }
