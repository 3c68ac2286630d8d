import { failure, rates } from '@parley/protocol'
import type { MiddlewareHandler } from 'hono'
import type { TakeOf } from '../limits/buckets'
import { sessionToken } from '../socket/session-of-cookie'
import type { Visitor } from '../socket/person'
import type { FindVisitor } from '../socket/sessions'
import { Problem } from './problem'

export interface SignedIn {
  Variables: { visitor: Visitor }
}

/** Lets only people with a session pass, and not too often; the route finds them as `visitor`. */
export function requireSignedIn(parts: {
  secret: string
  findVisitor: FindVisitor
  /** Counts requests, by session. */
  takeRequest: TakeOf
}): MiddlewareHandler<SignedIn> {
  const { secret, findVisitor, takeRequest } = parts

  return async function signedIn(context, next) {
    const token = sessionToken(context.req.header('cookie'), secret)
    // Before PostgreSQL is asked: only sessions that we signed get a bucket.
    const waitMs = token && takeRequest(token, rates.restRequest)
    if (waitMs) throw new Problem(failure('too-fast', { retryAfterMs: waitMs }))
    const visitor = token && (await findVisitor(token))
    if (!visitor) throw new Problem('not-signed-in')
    context.set('visitor', visitor)
    await next()
  }
}
