import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import {
  secondFactorBegin,
  secondFactorConfirm,
  secondFactorOff,
  secondFactorSecret,
} from '@parley/protocol/accounts'
import type { Context } from 'hono'
import type { SecondFactor } from '../auth/second-factor'
import type { FindUser } from '../auth/sessions'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { ClientAddress } from '../limits/client-address'
import type { SignInLimit } from '../limits/sign-in-limit'
import { arrivalOf } from './arrival'
import { jsonBody, jsonOf } from './openapi'
import { orProblem, orTooFast } from './problem'
import { refuseInvalid } from './validation'

const begin = createRoute({
  method: 'post',
  path: '/account/second-factor',
  summary: 'Get a secret for an authenticator app, which counts when a code confirms it',
  'x-failures': ['wrong-password', 'has-second-factor', 'needs-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'signInOfAccount', 'signInFromAddress'],
  request: jsonBody(secondFactorBegin),
  responses: { 200: jsonOf(secondFactorSecret, 'The secret; only this answer has it') },
})
const confirm = createRoute({
  method: 'post',
  path: '/account/second-factor/confirm',
  summary: 'Turn the second factor on, with a code of the app',
  'x-failures': ['wrong-code', 'has-second-factor', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'secondFactor'],
  request: jsonBody(secondFactorConfirm),
  responses: { 204: { description: 'Signing in wants a code from now on' } },
})
const turnOff = createRoute({
  method: 'post',
  path: '/account/second-factor/off',
  summary: 'Turn the second factor off',
  'x-failures': ['wrong-password', 'needs-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'signInOfAccount', 'signInFromAddress'],
  request: jsonBody(secondFactorOff),
  responses: { 204: { description: 'Signing in wants no code any longer' } },
})

export function secondFactorRoutes(parts: {
  secondFactor: SecondFactor
  signInLimit: Pick<SignInLimit, 'tryAccount'>
  clientAddress: ClientAddress
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { secondFactor, signInLimit, clientAddress } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/account/second-factor', requireSignedIn(parts))
  routes.use('/account/second-factor/*', requireSignedIn(parts))

  routes.openapi(begin, async (context) => {
    const { user } = context.var
    orTooFast(await tryPassword(user.id, context))
    return context.json(orProblem(await secondFactor.begin(user, context.req.valid('json').password)), 200)
  })

  routes.openapi(confirm, async (context) => {
    orProblem(await secondFactor.confirm(context.var.user, context.req.valid('json').code))
    return context.body(null, 204)
  })

  routes.openapi(turnOff, async (context) => {
    const { user } = context.var
    orTooFast(await tryPassword(user.id, context))
    orProblem(await secondFactor.turnOff(user, context.req.valid('json').password))
    return context.body(null, 204)
  })

  const tryPassword = (personId: string, context: Context) =>
    signInLimit.tryAccount(personId, clientAddress(arrivalOf(context)))

  return routes
}
