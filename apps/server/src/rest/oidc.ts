import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { LOBBY_ID, rates } from '@parley/protocol'
import { oidcBegun, signInWays } from '@parley/protocol/accounts'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { makeLinkToken } from '../auth/link-token'
import type { Oidc } from '../auth/oidc'
import { sessionToken } from '../auth/session-of-cookie'
import type { FindUser } from '../auth/sessions'
import type { SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { ClientAddress } from '../limits/client-address'
import type { SignInLimit } from '../limits/sign-in-limit'
import { arrivalOf } from './arrival'
import { jsonOf } from './openapi'
import { orProblem, orTooFast, Problem } from './problem'
import { setCookies } from './set-cookies'
import { agentOf } from './sign-in-answer'
import { refuseInvalid } from './validation'

const ways = createRoute({
  method: 'get',
  path: '/sign-in-ways',
  summary: 'What signs people in here, beside passwords and passkeys',
  'x-failures': ['too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(signInWays, 'The ways') },
})
const begin = createRoute({
  method: 'post',
  path: '/oidc/begin',
  summary: 'Begin to sign in with the provider of OIDC',
  'x-failures': ['provider-refused', 'not-found', 'too-fast'],
  'x-limits': ['signInFromAddress'],
  responses: { 200: jsonOf(oidcBegun, 'Go to this address; a cookie names the browser') },
})
const callback = createRoute({
  method: 'get',
  path: '/oidc/callback',
  summary: 'The provider sends the browser back here',
  'x-failures': ['not-found', 'too-fast'],
  'x-limits': ['signInFromAddress'],
  responses: {
    302: { description: 'To the lobby, with a session cookie, or to the page that says why not' },
  },
})

/** Names the browser from the beginning of a sign-in to its end. Lax: the provider's redirect brings it. */
const BROWSER = 'parley.oidc'
const BROWSER_S = 600

export function oidcRoutes(parts: {
  oidc: Oidc | null
  signInLimit: Pick<SignInLimit, 'tryAddress'>
  clientAddress: ClientAddress
  publicUrl: string
  isHttps: boolean
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { oidc, signInLimit, clientAddress, publicUrl, isHttps, secret, findUser, takeRequest } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  const cookie = { path: '/api/v1/oidc', httpOnly: true, sameSite: 'Lax', secure: isHttps } as const

  routes.openapi(ways, (context) => {
    orTooFast(takeRequest(`ways:${addressOf(context)}`, rates.restRequest))
    return context.json({ oidc: oidc?.label ?? null }, 200)
  })

  routes.openapi(begin, async (context) => {
    if (!oidc) throw new Problem('not-found')
    orTooFast(await signInLimit.tryAddress(addressOf(context)))
    const browser = makeLinkToken()
    const url = orProblem(await oidc.begin(browser))
    setCookie(context, BROWSER, browser, { ...cookie, maxAge: BROWSER_S })
    return context.json({ url }, 200)
  })

  routes.openapi(callback, async (context) => {
    if (!oidc) throw new Problem('not-found')
    orTooFast(await signInLimit.tryAddress(addressOf(context)))
    const token = sessionToken(context.req.header('cookie'), secret)
    const finished = await oidc.finish({
      browser: getCookie(context, BROWSER) ?? '',
      search: new URL(context.req.url).searchParams,
      user: token ? await findUser(token) : null,
      userAgent: agentOf(context),
    })
    setCookie(context, BROWSER, '', { ...cookie, maxAge: 0 })
    if (finished.ok && finished.value) setCookies(context, finished.value.headers)
    return context.redirect(
      new URL(finished.ok ? `/rooms/${LOBBY_ID}` : '/sign-in-refused', publicUrl).href,
      302,
    )
  })

  const addressOf = (context: Context) => clientAddress(arrivalOf(context))

  return routes
}
