import { failure, rates } from '@parley/protocol'
import type { MiddlewareHandler } from 'hono'
import type { TakeOf } from '../limits/buckets'
import { sessionToken } from './session-of-cookie'
import type { User } from '../socket/socket-types'
import type { FindUser } from './sessions'
import { Problem } from '../rest/problem'

export interface SignedIn {
  Variables: { user: User }
}

/** Lets only users with a session pass, within the rate limit; the route gets the user as `user`. */
export function requireSignedIn(parts: {
  secret: string
  findUser: FindUser
  /** Counts requests per session. */
  takeRequest: TakeOf
}): MiddlewareHandler<SignedIn> {
  const { secret, findUser, takeRequest } = parts

  return async function signedIn(context, next) {
    const token = sessionToken(context.req.header('cookie'), secret)
    // Before the query to PostgreSQL: only sessions that we signed get a bucket.
    const waitMs = token && takeRequest(token, rates.restRequest)
    if (waitMs) throw new Problem(failure('too-fast', { retryAfterMs: waitMs }))
    const user = token && (await findUser(token))
    if (!user) throw new Problem('not-signed-in')
    context.set('user', user)
    await next()
  }
}
