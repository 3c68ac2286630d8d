import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@parley/database'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous } from 'better-auth/plugins'

const SESSION_DAYS = 30

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
    plugins: [anonymous({ generateName: () => typedName.getStore() ?? 'Guest' })],
  })

  /** A guest: a user with a name and a session. The answer's headers set the cookie. */
  async function signInGuest(
    name: string,
  ): Promise<{ person: { id: string; name: string; isGuest: true }; headers: Headers }> {
    const { response, headers } = await typedName.run(name, () =>
      auth.api.signInAnonymous({ headers: new Headers(), returnHeaders: true }),
    )
    if (!response) throw new Error('better-auth made no session')
    return { person: { id: response.user.id, name: response.user.name, isGuest: true }, headers }
  }

  /** Ends the session of this cookie and returns the headers that delete the cookie. */
  async function signOut(cookie: string): Promise<Headers> {
    const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
    return headers
  }

  return { signInGuest, signOut }
}

export type Auth = ReturnType<typeof createAuth>
