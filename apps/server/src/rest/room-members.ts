import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Database } from '@parley/database'
import {
  directOpen,
  memberAdd,
  memberList,
  memberQuery,
  personId,
  roleChange,
  room,
  roomId,
} from '@parley/protocol'
import * as z from 'zod/mini'
import type { FindUser } from '../auth/sessions'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import type { TakeOf } from '../limits/buckets'
import type { RoomLimit } from '../limits/room-limit'
import type { Directory } from '../rooms/directory'
import type { RoomMembers } from '../rooms/room-members'
import { jsonBody, jsonOf, parametersOf } from './openapi'
import { orProblem, orTooFast } from './problem'
import { refuseInvalid } from './validation'

const ofRoom = parametersOf(z.strictObject({ roomId }))
const ofMember = parametersOf(z.strictObject({ roomId, personId }))
const openDirect = createRoute({
  method: 'post',
  path: '/direct',
  summary: 'The direct room of these people and oneself',
  'x-failures': [
    'not-signed-in',
    'too-fast',
    'bad-input',
    'no-such-person',
    'too-many-rooms',
    'too-many-rooms-created',
  ],
  'x-limits': ['restRequest', 'roomCreate'],
  request: jsonBody(directOpen),
  responses: { 200: jsonOf(room, 'The room; the same people always get the same one') },
})
const list = createRoute({
  method: 'get',
  path: '/rooms/{roomId}/members',
  summary: 'Who is in a room',
  'x-failures': ['not-signed-in', 'too-fast', 'no-such-room'],
  'x-limits': ['restRequest'],
  request: { params: ofRoom, query: parametersOf(memberQuery) },
  responses: { 200: jsonOf(memberList, 'In the order of joining, a page of at most 100; `after` as query') },
})
const add = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/members',
  summary: 'Add a person to a room',
  'x-failures': [
    'not-signed-in',
    'too-fast',
    'bad-input',
    'no-such-room',
    'not-allowed',
    'no-such-person',
    'too-many-rooms',
  ],
  'x-limits': ['restRequest'],
  request: { params: ofRoom, ...jsonBody(memberAdd) },
  responses: { 204: { description: 'In the room, also if the person was in it before' } },
})
const remove = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/members/{personId}/remove',
  summary: 'Remove a person from a private room',
  'x-failures': ['not-signed-in', 'too-fast', 'no-such-room', 'not-allowed'],
  'x-limits': ['restRequest'],
  request: { params: ofMember },
  responses: { 204: { description: 'Not in the room' } },
})
const setRole = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/members/{personId}/role',
  summary: 'Give a member another role',
  'x-failures': ['not-signed-in', 'too-fast', 'bad-input', 'no-such-room', 'not-allowed', 'no-such-person'],
  'x-limits': ['restRequest'],
  request: { params: ofMember, ...jsonBody(roleChange) },
  responses: { 204: { description: 'Done' } },
})

/** Who is in a room, and what its leaders do with them; and rooms that exist for their people. */
export function roomMemberRoutes(parts: {
  directory: Pick<Directory, 'get' | 'openDirect'>
  roomMembers: RoomMembers
  members: Pick<Database['members'], 'of'>
  roomLimit: Pick<RoomLimit, 'create'>
  takeRequest: TakeOf
  secret: string
  findUser: FindUser
}) {
  const { directory, roomMembers, members, roomLimit } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/direct', requireSignedIn(parts)) // everything below /rooms has it from `roomRoutes`

  routes.openapi(openDirect, async (context) => {
    const { id } = context.var.user
    orTooFast(await roomLimit.create(id))
    return context.json(orProblem(await directory.openDirect(context.req.valid('json').people, id)), 200)
  })

  routes.openapi(list, async (context) => {
    const { roomId } = context.req.valid('param')
    orProblem(await directory.get(roomId, context.var.user.id))
    return context.json(await members.of(roomId, context.req.valid('query')), 200)
  })

  routes.openapi(add, async (context) => {
    const { roomId } = context.req.valid('param')
    orProblem(await roomMembers.add(roomId, context.var.user.id, context.req.valid('json').personId))
    return context.body(null, 204)
  })

  routes.openapi(remove, async (context) => {
    const { roomId, personId } = context.req.valid('param')
    orProblem(await roomMembers.remove(roomId, context.var.user.id, personId))
    return context.body(null, 204)
  })

  routes.openapi(setRole, async (context) => {
    const { roomId, personId } = context.req.valid('param')
    const { role } = context.req.valid('json')
    orProblem(await roomMembers.setRole(roomId, context.var.user.id, personId, role))
    return context.body(null, 204)
  })

  return routes
}
