import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@parley/database'
import { accountLimits } from '@parley/protocol/accounts'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous, username } from 'better-auth/plugins'

const SESSION_DAYS = 30
/** How much of a browser's own description is kept. */
const USER_AGENT_LENGTH = 256

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
    // Accounts are made by our own routes: a guest must stay the same person.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: accountLimits.passwordMin,
      maxPasswordLength: accountLimits.passwordMax,
    },
    plugins: [
      anonymous({ generateName: () => typedName.getStore() ?? 'Guest' }),
      username({
        minUsernameLength: accountLimits.userNameMin,
        maxUsernameLength: accountLimits.userNameMax,
        usernameValidator: () => true,
        displayUsername: false,
      }),
    ],
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

  /** A new session for a user name and its password; null if they are wrong. Takes as long for an unknown name. */
  async function signIn(
    userName: string,
    password: string,
    userAgent: string,
  ): Promise<{ person: { id: string; name: string; isGuest: false }; headers: Headers } | null> {
    try {
      const body = { username: userName, password }
      const { response, headers } = await auth.api.signInUsername({
        body,
        headers: headersOf(userAgent),
        returnHeaders: true,
      })
      const { id, name } = response.user
      return { person: { id, name, isGuest: false }, headers }
    } catch (cause) {
      if (cause instanceof APIError && cause.statusCode < 500) return null
      throw cause
    }
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

  return { signInGuest, signIn, signOut, hashPassword, isPassword }
}

export type Auth = ReturnType<typeof createAuth>

function headersOf(userAgent: string): Headers {
  return new Headers({ 'user-agent': userAgent.slice(0, USER_AGENT_LENGTH) })
}
