import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import {
  account,
  accountClaim,
  accountCreate,
  accountCreated,
  passwordChange,
  recover,
  recoveryCodes,
  recoveryCodesRenew,
  sessionList,
  signIn,
} from '@parley/protocol/accounts'
import { person } from '@parley/protocol'
import type { Database } from '@parley/database'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Accounts } from '../auth/accounts'
import type { FindUser } from '../auth/sessions'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { ClientAddress } from '../limits/client-address'
import type { SignInLimit } from '../limits/sign-in-limit'
import { arrivalOf } from './arrival'
import { jsonBody, jsonOf, parametersOf } from './openapi'
import { orProblem, orTooFast, Problem } from './problem'
import { agentOf, signedInAs } from './sign-in-answer'
import { refuseInvalid } from './validation'

const ofUserName = ['user-name-too-short', 'user-name-too-long', 'user-name-letters', 'user-name-taken']
const ofPassword = ['password-too-short', 'password-too-long']

const create = createRoute({
  method: 'post',
  path: '/accounts',
  summary: 'Make an account, as a new person',
  'x-failures': [
    ...['name-too-short', 'name-too-long', 'name-mixes-alphabets', 'bad-text'],
    ...[...ofUserName, ...ofPassword, 'too-fast'],
  ],
  'x-limits': ['ACCOUNTS_PER_HOUR'],
  request: jsonBody(accountCreate),
  responses: { 201: jsonOf(accountCreated, 'The person and the recovery codes; a session cookie is set') },
})
const claim = createRoute({
  method: 'post',
  path: '/account',
  summary: 'Make an account for the guest of this session, who stays the same person',
  'x-failures': [...ofUserName, ...ofPassword, 'has-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'ACCOUNTS_PER_HOUR'],
  request: jsonBody(accountClaim),
  responses: { 201: jsonOf(accountCreated, 'The person and the recovery codes') },
})
const signInRoute = createRoute({
  method: 'post',
  path: '/sign-in',
  summary: 'Sign in with a password',
  'x-failures': ['wrong-password', 'needs-code', 'wrong-code', 'too-fast'],
  'x-limits': ['signInOfAccount', 'signInFromAddress', 'secondFactor'],
  request: jsonBody(signIn),
  responses: { 200: jsonOf(person, 'The person; a session cookie is set') },
})
const recoverRoute = createRoute({
  method: 'post',
  path: '/recover',
  summary: 'Set a new password with a recovery code; all other sessions end',
  'x-failures': ['wrong-code', 'needs-code', ...ofPassword, 'too-fast'],
  'x-limits': ['signInOfAccount', 'signInFromAddress', 'secondFactor'],
  request: jsonBody(recover),
  responses: { 200: jsonOf(person, 'The person; a session cookie is set') },
})
const read = createRoute({
  method: 'get',
  path: '/account',
  summary: 'My account',
  'x-failures': ['needs-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(account, 'The account') },
})
const changePassword = createRoute({
  method: 'post',
  path: '/account/password',
  summary: 'Change the password; all other sessions end',
  'x-failures': ['wrong-password', 'needs-account', ...ofPassword, 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'signInOfAccount', 'signInFromAddress'],
  request: jsonBody(passwordChange),
  responses: { 204: { description: 'It is changed' } },
})
const renewCodes = createRoute({
  method: 'post',
  path: '/account/recovery-codes',
  summary: 'Get new recovery codes; the old ones are void',
  'x-failures': ['wrong-password', 'needs-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest', 'signInOfAccount', 'signInFromAddress'],
  request: jsonBody(recoveryCodesRenew),
  responses: { 200: jsonOf(recoveryCodes, 'The codes') },
})
const sessions = createRoute({
  method: 'get',
  path: '/sessions',
  summary: 'My sessions, the newest first',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(sessionList, 'At most 50') },
})
const endSession = createRoute({
  method: 'post',
  path: '/sessions/{sessionId}/end',
  summary: 'End a session of mine; its connections are closed on all servers',
  'x-failures': ['no-such-session', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: { params: parametersOf(z.object({ sessionId: z.string().max(64) })) },
  responses: { 204: { description: 'It has ended' } },
})
const endOthers = createRoute({
  method: 'post',
  path: '/sessions/end-others',
  summary: 'End all sessions of mine but this one',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 204: { description: 'They have ended' } },
})

export function accountRoutes(parts: {
  accounts: Accounts
  readAccount: Database['accounts']['get']
  signInLimit: SignInLimit
  clientAddress: ClientAddress
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { accounts, readAccount, signInLimit, clientAddress } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  for (const path of ['/account', '/account/*', '/sessions', '/sessions/*'])
    routes.use(path, requireSignedIn(parts))

  routes.openapi(create, async (context) => {
    orTooFast(await signInLimit.makeAccount(addressOf(context)))
    const { recoveryCodes, ...made } = orProblem(
      await accounts.create(context.req.valid('json'), agentOf(context)),
    )
    return context.json({ person: signedInAs(context, made), recoveryCodes }, 201)
  })

  routes.openapi(claim, async (context) => {
    orTooFast(await signInLimit.makeAccount(addressOf(context)))
    return context.json(orProblem(await accounts.claim(context.var.user, context.req.valid('json'))), 201)
  })

  routes.openapi(signInRoute, async (context) => {
    const login = context.req.valid('json')
    orTooFast(await signInLimit.tryAccount(login.userName, addressOf(context)))
    return context.json(signedInAs(context, orProblem(await accounts.signIn(login, agentOf(context)))), 200)
  })

  routes.openapi(recoverRoute, async (context) => {
    const recovery = context.req.valid('json')
    orTooFast(await signInLimit.tryAccount(recovery.userName, addressOf(context)))
    return context.json(
      signedInAs(context, orProblem(await accounts.recover(recovery, agentOf(context)))),
      200,
    )
  })

  routes.openapi(read, async (context) => {
    const found = await readAccount(context.var.user.id)
    if (!found) throw new Problem('needs-account')
    return context.json(found, 200)
  })

  routes.openapi(changePassword, async (context) => {
    const { user } = context.var
    orTooFast(await signInLimit.tryAccount(user.id, addressOf(context)))
    orProblem(await accounts.changePassword(user, context.req.valid('json')))
    return context.body(null, 204)
  })

  routes.openapi(renewCodes, async (context) => {
    const { user } = context.var
    orTooFast(await signInLimit.tryAccount(user.id, addressOf(context)))
    const { password } = context.req.valid('json')
    return context.json(orProblem(await accounts.renewRecoveryCodes(user, password)), 200)
  })

  routes.openapi(sessions, async (context) => {
    return context.json({ sessions: await accounts.sessions(context.var.user) }, 200)
  })

  routes.openapi(endOthers, async (context) => {
    await accounts.endOtherSessions(context.var.user)
    return context.body(null, 204)
  })

  routes.openapi(endSession, async (context) => {
    orProblem(await accounts.endSession(context.var.user, context.req.valid('param').sessionId))
    return context.body(null, 204)
  })

  const addressOf = (context: Context) => clientAddress(arrivalOf(context))

  return routes
}
