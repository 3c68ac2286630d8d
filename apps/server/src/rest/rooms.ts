import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Database } from '@parley/database'
import {
  failure,
  LOBBY_ID,
  memberList,
  room,
  roomCreate,
  roomId,
  roomList,
  type Result,
} from '@parley/protocol'
import { z } from 'zod'
import type { Directory } from '../directory'
import type { RoomLimit } from '../limits/room-limit'
import type { TakeOf } from '../limits/buckets'
import type { FindVisitor } from '../socket/sessions'
import { jsonBody, jsonOf } from './openapi'
import { Problem } from './problem'
import { requireSignedIn, type SignedIn } from './signed-in'
import { refuseInvalid } from './validation'

const params = z.strictObject({ roomId })
const list = createRoute({
  method: 'get',
  path: '/rooms',
  summary: 'Every public room, as this person sees it',
  responses: { 200: jsonOf(roomList, 'The rooms') },
})
const create = createRoute({
  method: 'post',
  path: '/rooms',
  summary: 'Make a public room',
  request: jsonBody(roomCreate),
  responses: { 201: jsonOf(room, 'The room; its maker is in it') },
})
const join = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/join',
  summary: 'Enter a public room',
  request: { params },
  responses: { 200: jsonOf(room, 'The room') },
})
const leave = createRoute({
  method: 'post',
  path: '/rooms/{roomId}/leave',
  summary: 'Leave a room',
  request: { params },
  responses: { 204: { description: 'Left' } },
})
const listMembers = createRoute({
  method: 'get',
  path: '/rooms/{roomId}/members',
  summary: 'Who is in a room',
  request: { params },
  responses: { 200: jsonOf(memberList, 'In the order of joining, the first 100') },
})

export function roomRoutes(parts: {
  directory: Directory
  members: Database['members']
  roomLimit: RoomLimit
  takeRequest: TakeOf
  secret: string
  findVisitor: FindVisitor
}) {
  const { directory, members, roomLimit } = parts
  const routes = new OpenAPIHono<SignedIn>({ defaultHook: refuseInvalid })
  routes.use('/rooms', requireSignedIn(parts))
  routes.use('/rooms/*', requireSignedIn(parts))

  routes.openapi(list, async (context) => {
    return context.json({ rooms: await directory.list(context.var.visitor.id) }, 200)
  })

  routes.openapi(create, async (context) => {
    orTooFast(await roomLimit.create(context.var.visitor.id))
    const made = await directory.create(context.req.valid('json'), context.var.visitor.id)
    return context.json(orProblem(made), 201)
  })

  routes.openapi(join, async (context) => {
    const { roomId } = context.req.valid('param')
    const { id } = context.var.visitor
    orTooFast(await roomLimit.join(id))
    return context.json(orProblem(await directory.join(roomId, id)), 200)
  })

  routes.openapi(leave, async (context) => {
    const { roomId } = context.req.valid('param')
    if (roomId === LOBBY_ID) throw new Problem('lobby-stays')
    await directory.leave(roomId, context.var.visitor.id)
    return context.body(null, 204)
  })

  routes.openapi(listMembers, async (context) => {
    const { roomId } = context.req.valid('param')
    orProblem(await directory.get(roomId, context.var.visitor.id))
    return context.json(await members.of(roomId), 200)
  })

  return routes
}

function orTooFast(waitMs: number | null) {
  if (waitMs !== null) throw new Problem(failure('too-fast', { retryAfterMs: waitMs }))
}

function orProblem<T>(result: Result<T>): T {
  if (!result.ok) throw new Problem(result.failure)
  return result.value
}
