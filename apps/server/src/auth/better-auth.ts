import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@parley/database'
import type { Person, PersonId } from '@parley/protocol'
import { betterAuth, type BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { setSessionCookie } from 'better-auth/cookies'
import { anonymous } from 'better-auth/plugins'
import { z } from 'zod'

const SESSION_DAYS = 30
/** How much of a browser's own description is kept. */
const USER_AGENT_LENGTH = 256

/** A person with a new session; the headers set its cookie. */
export interface SignedInPerson {
  person: Person
  headers: Headers
}

/** Accounts are made and opened by our own routes: a guest must stay the same person, and a second factor comes before the session. */
const ownSessions = {
  id: 'own-sessions',
  endpoints: {
    startSession: createAuthEndpoint(
      '/start-session',
      { method: 'POST', body: z.object({ personId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (context) => {
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.personId)
        if (!user) throw new Error('a session for nobody')
        const session = await internalAdapter.createSession(user.id)
        await setSessionCookie(context, { session, user })
        return { id: user.id, name: user.name }
      },
    ),
  },
} satisfies BetterAuthPlugin

/** Sessions belong to better-auth: rows in our own PostgreSQL, and a signed HttpOnly cookie in the browser. */
export function createAuth({
  prisma,
  secret,
  publicUrl,
  allowedOrigins,
}: {
  prisma: Database['prisma']
  secret: string
  publicUrl: string
  allowedOrigins: readonly string[]
}) {
  // better-auth invents a name for an anonymous user; we use the typed one.
  const typedName = new AsyncLocalStorage<string>()
  const auth = betterAuth({
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [...allowedOrigins],
    session: { expiresIn: SESSION_DAYS * 86_400, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [anonymous({ generateName: () => typedName.getStore() ?? 'Guest' }), ownSessions],
  })

  /** A guest: a user with a name and a session. The answer's headers set the cookie. */
  async function signInGuest(
    name: string,
    userAgent: string,
  ): Promise<{ person: { id: string; name: string; isGuest: true }; headers: Headers }> {
    const { response, headers } = await typedName.run(name, () =>
      auth.api.signInAnonymous({ headers: headersOf(userAgent), returnHeaders: true }),
    )
    if (!response) throw new Error('better-auth made no session')
    return { person: { id: response.user.id, name: response.user.name, isGuest: true }, headers }
  }

  /** A new session of a person who has proved to be this person. The answer's headers set the cookie. */
  async function startSession(personId: PersonId, userAgent: string): Promise<SignedInPerson> {
    const body = { personId }
    const { response, headers } = await auth.api.startSession({
      body,
      headers: headersOf(userAgent),
      returnHeaders: true,
    })
    return { person: { ...response, isGuest: false }, headers }
  }

  /** Ends the session of this cookie and returns the headers that delete the cookie. */
  async function signOut(cookie: string): Promise<Headers> {
    const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
    return headers
  }

  async function hashPassword(password: string): Promise<string> {
    return (await auth.$context).password.hash(password)
  }

  async function isPassword(password: string, hash: string): Promise<boolean> {
    return (await auth.$context).password.verify({ password, hash })
  }

  return { signInGuest, startSession, signOut, hashPassword, isPassword }
}

export type Auth = ReturnType<typeof createAuth>

function headersOf(userAgent: string): Headers {
  return new Headers({ 'user-agent': userAgent.slice(0, USER_AGENT_LENGTH) })
}
