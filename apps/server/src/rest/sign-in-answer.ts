import type { Context } from 'hono'
import { setCookies } from './set-cookies'

/** How the browser describes itself: the list of sessions names it so. */
export function agentOf(context: Context): string {
  return context.req.header('user-agent') ?? ''
}

/** Sets the cookie of a new session. */
export function signedInAs<P>(context: Context, { person, headers }: { person: P; headers: Headers }): P {
  setCookies(context, headers)
  return person
}
