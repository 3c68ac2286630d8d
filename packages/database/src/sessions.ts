import type { PersonId } from '@parley/protocol'
import { askTogether } from './ask-together'
import type { PrismaClient } from './generated/client'

export interface SessionOf {
  sessionId: string
  personId: PersonId
  name: string
  isGuest: boolean
  expiresAt: Date
}

export interface SessionRow {
  id: string
  createdAt: Date
  userAgent: string | null
}

export interface Sessions {
  /** The sessions of these tokens with their people, in one query. Unknown and expired tokens are left out. */
  byTokens(tokens: string[]): Promise<Map<string, SessionOf>>
  /** The same for one token. */
  byToken(token: string): Promise<SessionOf | null>
  /** Those of a person that have not expired, the newest first. */
  ofPerson(personId: PersonId): Promise<SessionRow[]>
  /** Ends one session of a person; false when there is none of this id. */
  end(personId: PersonId, sessionId: string): Promise<boolean>
  /** Ends the sessions of a person but those named here, and answers which ended. */
  endOthers(personId: PersonId, keep: string[]): Promise<string[]>
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

    async ofPerson(personId) {
      return await prisma.session.findMany({
        where: { userId: personId, expiresAt: { gt: new Date() } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true, createdAt: true, userAgent: true },
      })
    },
    async end(personId, sessionId) {
      const { count } = await prisma.session.deleteMany({ where: { id: sessionId, userId: personId } })
      return count > 0
    },
    async endOthers(personId, keep) {
      const ended = await prisma.$queryRaw<{ id: string }[]>`
        delete from sessions where person_id = ${personId} and id <> all (${keep}::text[]) returning id`
      return ended.map(({ id }) => id)
    },
    async deleteExpired(limit) {
      return await prisma.$executeRaw`
        delete from sessions where id in (
          select id from sessions where expires_at <= now() order by expires_at limit ${limit} for update skip locked)`
    },
  }

  async function byTokens(tokens: string[]): Promise<Map<string, SessionOf>> {
    const rows = await prisma.$queryRaw<TokenRow[]>`
      select s.token, s.id as "sessionId", p.id as "personId", p.name,
             coalesce(p.is_anonymous, false) as "isGuest", s.expires_at as "expiresAt"
      from sessions s
      join people p on p.id = s.person_id
      where s.token = any (${tokens}::text[]) and s.expires_at > now()`
    return new Map(rows.map(({ token, ...session }) => [token, session]))
  }
}

type TokenRow = SessionOf & { token: string }
