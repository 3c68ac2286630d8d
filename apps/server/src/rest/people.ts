import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Database } from '@parley/database'
import { guestJoin, LOBBY_ID, nameChange, peopleList, peopleQuery, person } from '@parley/protocol'
import type { ClientAddress } from '../limits/client-address'
import type { AllowJoin } from '../limits/join-limit'
import type { AllowRename } from '../limits/rename-limit'
import type { TakeOf } from '../limits/buckets'
import type { PersonChanges } from '../auth/person-changes'
import type { Revocations } from '../auth/revocations'
import type { FindUser } from '../auth/sessions'
import { arrivalOf } from './arrival'
import type { Auth } from '../auth/better-auth'
import { jsonBody, jsonOf, parametersOf } from './openapi'
import { orTooFast, Problem } from './problem'
import { setCookies } from './set-cookies'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import { refuseInvalid } from './validation'

const join = createRoute({
  method: 'post',
  path: '/guests',
  summary: 'Join by writing a name',
  'x-failures': ['name-too-short', 'name-too-long', 'name-mixes-alphabets', 'bad-text', 'too-fast'],
  'x-limits': ['GUEST_JOINS_PER_MINUTE'],
  request: jsonBody(guestJoin),
  responses: { 201: jsonOf(person, 'The person; a session cookie is set') },
})
const me = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who am I',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(person, 'The person') },
})
const rename = createRoute({
  method: 'post',
  path: '/me/name',
  summary: 'Take another name',
  'x-failures': [
    'name-too-short',
    'name-too-long',
    'name-mixes-alphabets',
    'bad-text',
    'not-signed-in',
    'too-fast',
  ],
  'x-limits': ['restRequest', 'rename'],
  request: jsonBody(nameChange),
  responses: { 200: jsonOf(person, 'The person; messages keep the name under which they were written') },
})
const lookUp = createRoute({
  method: 'get',
  path: '/people',
  summary: 'Who these people are',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  request: { query: parametersOf(peopleQuery) },
  responses: {
    200: jsonOf(peopleList, 'Those that there are, in any order; `id` as query, at most 100 times'),
  },
})
const signOut = createRoute({
  method: 'post',
  path: '/sign-out',
  summary: 'End this session',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 204: { description: 'The cookie is gone' } },
})

export function peopleRoutes(parts: {
  auth: Auth
  members: Pick<Database['members'], 'join'>
  people: Pick<Database['people'], 'find' | 'rename'>
  clientAddress: ClientAddress
  allowJoin: AllowJoin
  allowRename: AllowRename
  announcePerson: PersonChanges['announce']
  revoke: Revocations['revoke']
  secret: string
  findUser: FindUser
  takeRequest: TakeOf
}) {
  const { auth, members, people, clientAddress, allowJoin, allowRename, announcePerson, revoke } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/me', requireSignedIn(parts))
  routes.use('/me/*', requireSignedIn(parts))
  routes.use('/people', requireSignedIn(parts))
  routes.use('/sign-out', requireSignedIn(parts))

  routes.openapi(join, async (context) => {
    const { name } = context.req.valid('json')
    orTooFast(await allowJoin(clientAddress(arrivalOf(context))))
    const { person, headers } = await auth.signInGuest(name, context.req.header('user-agent') ?? '')
    await members.join(LOBBY_ID, person.id)
    setCookies(context, headers)
    return context.json(person, 201)
  })

  routes.openapi(me, (context) => {
    const { id, name, isGuest } = context.var.user
    return context.json({ id, name, isGuest }, 200)
  })

  routes.openapi(rename, async (context) => {
    const { name } = context.req.valid('json')
    const { id } = context.var.user
    orTooFast(await allowRename(id))
    const renamed = await people.rename(id, name)
    if (!renamed) throw new Problem('not-signed-in')
    announcePerson(renamed)
    return context.json(renamed, 200)
  })

  routes.openapi(lookUp, async (context) => {
    const { id } = context.req.valid('query')
    return context.json({ people: await people.find([id].flat()) }, 200)
  })

  routes.openapi(signOut, async (context) => {
    const { id: personId, sessionId } = context.var.user
    const headers = await auth.signOut(context.req.header('cookie') ?? '')
    revoke({ personId, sessionId })
    setCookies(context, headers)
    return context.body(null, 204)
  })

  return routes
}
