import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { person } from '@parley/protocol'
import { ownerTake, recoverByLink, recoveryLink, recoveryLinkMake } from '@parley/protocol/accounts'
import type { Ownership } from '../auth/ownership'
import type { FindUser } from '../auth/sessions'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { ClientAddress } from '../limits/client-address'
import type { SignInLimit } from '../limits/sign-in-limit'
import { arrivalOf } from './arrival'
import { jsonBody, jsonOf } from './openapi'
import { orProblem, orTooFast } from './problem'
import { agentOf, signedInAs } from './sign-in-answer'
import { refuseInvalid } from './validation'

const take = createRoute({
  method: 'post',
  path: '/owner',
  summary: 'Become the owner of the installation, with the link that a server logged',
  'x-failures': ['link-used', 'needs-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: jsonBody(ownerTake),
  responses: { 204: { description: 'This user is the owner' } },
})
const makeLink = createRoute({
  method: 'post',
  path: '/recovery-links',
  summary: 'As the owner, make a link with which somebody sets a new password once',
  'x-failures': ['not-the-owner', 'no-such-account', 'not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: jsonBody(recoveryLinkMake),
  responses: { 201: jsonOf(recoveryLink, 'The link; only this answer has it') },
})
const useLink = createRoute({
  method: 'post',
  path: '/recover-by-link',
  summary: 'Set a new password with a link of the owner; all other sessions end',
  'x-failures': ['link-used', 'password-too-short', 'password-too-long', 'too-fast'],
  'x-limits': ['signInFromAddress'],
  request: jsonBody(recoverByLink),
  responses: { 200: jsonOf(person, 'The person; a session cookie is set') },
})

export function ownershipRoutes(parts: {
  ownership: Ownership
  signInLimit: Pick<SignInLimit, 'tryAddress'>
  clientAddress: ClientAddress
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { ownership, signInLimit, clientAddress } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/owner', requireSignedIn(parts))
  routes.use('/recovery-links', requireSignedIn(parts))

  routes.openapi(take, async (context) => {
    orProblem(await ownership.take(context.var.user, context.req.valid('json').token))
    return context.body(null, 204)
  })

  routes.openapi(makeLink, async (context) => {
    const { userName } = context.req.valid('json')
    return context.json(orProblem(await ownership.makeRecoveryLink(context.var.user, userName)), 201)
  })

  routes.openapi(useLink, async (context) => {
    orTooFast(await signInLimit.tryAddress(clientAddress(arrivalOf(context))))
    const recovered = orProblem(await ownership.recover(context.req.valid('json'), agentOf(context)))
    return context.json(signedInAs(context, recovered), 200)
  })

  return routes
}
