import type { MiddlewareHandler } from 'hono'
import { sessionToken } from '../socket/session-of-cookie'
import type { Visitor } from '../socket/person'
import type { FindVisitor } from '../socket/sessions'
import { Problem } from './problem'

export interface SignedIn {
  Variables: { visitor: Visitor }
}

/** Lets only people with a session pass; the route finds them as `visitor`. */
export function requireSignedIn(secret: string, findVisitor: FindVisitor): MiddlewareHandler<SignedIn> {
  return async function signedIn(context, next) {
    const token = sessionToken(context.req.header('cookie'), secret)
    const visitor = token && (await findVisitor(token))
    if (!visitor) throw new Problem('not-signed-in')
    context.set('visitor', visitor)
    await next()
  }
}
