import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@parley/database'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous } from 'better-auth/plugins'

const SESSION_DAYS = 30

/** Sessions are better-auth's: rows in our own PostgreSQL, a signed HttpOnly cookie at the person. */
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
  // better-auth makes an anonymous person's name itself; ours is the one that was typed.
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

  /** A guest: a person with a name and a session. The answer's headers set the cookie. */
  async function signInGuest(
    name: string,
  ): Promise<{ person: { id: string; name: string; isGuest: true }; headers: Headers }> {
    const { response, headers } = await typedName.run(name, () =>
      auth.api.signInAnonymous({ headers: new Headers(), returnHeaders: true }),
    )
    if (!response) throw new Error('better-auth made no session')
    return { person: { id: response.user.id, name: response.user.name, isGuest: true }, headers }
  }

  /** Ends the session of this cookie and answers with the headers that delete it. */
  async function signOut(cookie: string): Promise<Headers> {
    const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
    return headers
  }

  return { signInGuest, signOut }
}

export type Auth = ReturnType<typeof createAuth>
