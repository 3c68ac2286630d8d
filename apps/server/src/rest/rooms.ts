import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { directoryPage, directoryQuery, LOBBY_ID, room, roomCreate, roomId, roomList } from '@parley/protocol'
import * as z from 'zod/mini'
import type { Directory } from '../rooms/directory'
import type { RoomLimit } from '../limits/room-limit'
import type { TakeOf } from '../limits/buckets'
import type { FindUser } from '../auth/sessions'
import { jsonBody, jsonOf, parametersOf } from './openapi'
import { orProblem, orTooFast, Problem } from './problem'
import { requireSignedIn, type SignedIn } from '../auth/signed-in'
import { refuseInvalid } from './validation'

const params = parametersOf(z.strictObject({ roomId }))
const list = createRoute({
  method: 'get',
  path: '/rooms',
  summary: 'The rooms that this person is in',
  'x-failures': ['not-signed-in', 'too-fast'],
  'x-limits': ['restRequest'],
  responses: { 200: jsonOf(roomList, 'All of them, the lobby first') },
})
const browse = createRoute({
  method: 'get',
  path: '/directory',
  summary: 'Public rooms that this person is not in, by name',
  'x-failures': ['not-signed-in', 'too-fast', 'room-name-too-long', 'bad-text'],
  'x-limits': ['restRequest'],
  request: { query: parametersOf(directoryQuery) },
  responses: { 200: jsonOf(directoryPage, 'A page of at most 50; `search` and `after` as query') },
})
const get = createRoute({
  method: 'get',
  path: '/rooms/{roomId}',
  summary: 'One room, as this person sees it',
  'x-failures': ['not-signed-in', 'too-fast', 'no-such-room'],
  'x-limits': ['restRequest'],
  request: { params },
  responses: { 200: jsonOf(room, 'The room') },
})
const create = createRoute({
  method: 'post',
  path: '/rooms',
  summary: 'Make a public or private room',
  'x-failures': [
    'not-signed-in',
    'too-fast',
    'room-name-empty',
    'room-name-too-long',
    'topic-too-long',
    'name-mixes-alphabets',
    'bad-text',
    'room-name-taken',
    'too-many-rooms',
    'too-many-rooms-created',
  ],
  'x-limits': ['restRequest', 'roomCreate'],
  request: jsonBody(roomCreate),
  responses: { 201: jsonOf(room, 'The room; its maker is in it') },
})
const join = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/join',
  summary: 'Enter a public room',
  'x-failures': ['not-signed-in', 'too-fast', 'no-such-room', 'too-many-rooms'],
  'x-limits': ['restRequest', 'roomJoin'],
  request: { params },
  responses: { 200: jsonOf(room, 'The room') },
})
const leave = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/leave',
  summary: 'Leave a room',
  'x-failures': ['not-signed-in', 'too-fast', 'lobby-stays', 'direct-stays'],
  'x-limits': ['restRequest'],
  request: { params },
  responses: { 204: { description: 'Left' } },
})
export function roomRoutes(parts: {
  directory: Directory
  roomLimit: RoomLimit
  takeRequest: TakeOf
  secret: string
  findUser: FindUser
}) {
  const { directory, roomLimit } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/rooms', requireSignedIn(parts))
  routes.use('/rooms/*', requireSignedIn(parts))
  routes.use('/directory', requireSignedIn(parts))

  routes.openapi(list, async (context) => {
    return context.json({ rooms: await directory.mine(context.var.user.id) }, 200)
  })

  routes.openapi(browse, async (context) => {
    return context.json(await directory.browse(context.var.user.id, context.req.valid('query')), 200)
  })

  routes.openapi(get, async (context) => {
    const { roomId } = context.req.valid('param')
    return context.json(orProblem(await directory.get(roomId, context.var.user.id)), 200)
  })

  routes.openapi(create, async (context) => {
    orTooFast(await roomLimit.create(context.var.user.id))
    const made = await directory.create(context.req.valid('json'), context.var.user.id)
    return context.json(orProblem(made), 201)
  })

  routes.openapi(join, async (context) => {
    const { roomId } = context.req.valid('param')
    const { id } = context.var.user
    orTooFast(await roomLimit.join(id))
    return context.json(orProblem(await directory.join(roomId, id)), 200)
  })

  routes.openapi(leave, async (context) => {
    const { roomId } = context.req.valid('param')
    if (roomId === LOBBY_ID) throw new Problem('lobby-stays')
    orProblem(await directory.leave(roomId, context.var.user.id))
    return context.body(null, 204)
  })

  return routes
}
