import type { Context } from 'hono'

/** Passes the cookies of better-auth's answer on. */
export function setCookies(context: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) context.header('set-cookie', cookie, { append: true })
}
