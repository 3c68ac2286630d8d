import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { person } from '@parley/protocol'
import {
  passkey,
  passkeyAdd,
  passkeyBegin,
  passkeyList,
  passkeyOptions,
  passkeySignIn,
} from '@parley/protocol/accounts'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import { makeLinkToken } from '../auth/link-token'
import type { Passkeys } from '../auth/passkeys'
import type { FindUser } from '../auth/sessions'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { ClientAddress } from '../limits/client-address'
import type { SignInLimit } from '../limits/sign-in-limit'
import { arrivalOf } from './arrival'
import { jsonBody, jsonOf, parametersOf } from './openapi'
import { orProblem, orTooFast } from './problem'
import { agentOf, signedInAs } from './sign-in-answer'
import { refuseInvalid } from './validation'

const list = createRoute({
  method: 'get',
  path: '/passkeys',
  summary: 'My passkeys',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(passkeyList, 'At most 20') },
})
const begin = createRoute({
  method: 'post',
  path: '/passkeys/begin',
  summary: 'Begin to add a passkey',
  'x-failures': ['wrong-password', 'needs-account', 'too-many-passkeys', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'signInOfAccount', 'signInFromAddress'],
  request: jsonBody(passkeyBegin),
  responses: { 200: jsonOf(passkeyOptions, 'For `navigator.credentials.create`') },
})
const add = createRoute({
  method: 'post',
  path: '/passkeys',
  summary: 'Add the passkey that the browser made',
  'x-failures': ['wrong-passkey', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: jsonBody(passkeyAdd),
  responses: { 201: jsonOf(passkey, 'The passkey') },
})
const remove = createRoute({
  method: 'post',
  path: '/passkeys/{passkeyId}/remove',
  summary: 'Remove a passkey of mine',
  'x-failures': ['no-such-passkey', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: { params: parametersOf(z.object({ passkeyId: z.string().max(2_000) })) },
  responses: { 204: { description: 'It opens the account no longer' } },
})
const beginSignIn = createRoute({
  method: 'post',
  path: '/passkey-sign-in/begin',
  summary: 'Begin to sign in with a passkey',
  'x-failures': ['too-fast'],
  'x-limits': ['signInFromAddress'],
  responses: { 200: jsonOf(passkeyOptions, 'For `navigator.credentials.get`; a cookie names the browser') },
})
const signIn = createRoute({
  method: 'post',
  path: '/passkey-sign-in',
  summary: 'Sign in with a passkey',
  'x-failures': ['wrong-passkey', 'too-fast'],
  'x-limits': ['signInFromAddress'],
  request: jsonBody(passkeySignIn),
  responses: { 200: jsonOf(person, 'The person; a session cookie is set') },
})

/** Names the browser from the beginning of a sign-in to its end, so that no other one can end it. */
const BROWSER = 'parley.passkey'
const BROWSER_S = 300

export function passkeyRoutes(parts: {
  passkeys: Passkeys
  signInLimit: Pick<SignInLimit, 'tryAccount' | 'tryAddress'>
  clientAddress: ClientAddress
  isHttps: boolean
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { passkeys, signInLimit, clientAddress, isHttps } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/passkeys', requireSignedIn(parts))
  routes.use('/passkeys/*', requireSignedIn(parts))

  routes.openapi(list, async (context) => {
    return context.json({ passkeys: await passkeys.list(context.var.user) }, 200)
  })

  routes.openapi(begin, async (context) => {
    const { user } = context.var
    orTooFast(await signInLimit.tryAccount(user.id, addressOf(context)))
    const options = orProblem(await passkeys.begin(user, context.req.valid('json').password))
    return context.json({ options }, 200)
  })

  routes.openapi(add, async (context) => {
    return context.json(orProblem(await passkeys.add(context.var.user, context.req.valid('json'))), 201)
  })

  routes.openapi(remove, async (context) => {
    orProblem(await passkeys.remove(context.var.user, context.req.valid('param').passkeyId))
    return context.body(null, 204)
  })

  routes.openapi(beginSignIn, async (context) => {
    orTooFast(await signInLimit.tryAddress(addressOf(context)))
    const browser = makeLinkToken()
    setCookie(context, BROWSER, browser, {
      ...{ path: '/api/v1/passkey-sign-in', maxAge: BROWSER_S },
      ...{ httpOnly: true, sameSite: 'Strict', secure: isHttps },
    })
    return context.json({ options: await passkeys.beginSignIn(browser) }, 200)
  })

  routes.openapi(signIn, async (context) => {
    orTooFast(await signInLimit.tryAddress(addressOf(context)))
    const { response } = context.req.valid('json')
    const signedIn = await passkeys.signIn(getCookie(context, BROWSER) ?? '', response, agentOf(context))
    return context.json(signedInAs(context, orProblem(signedIn)), 200)
  })

  const addressOf = (context: Context) => clientAddress(arrivalOf(context))

  return routes
}
