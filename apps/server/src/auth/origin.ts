import type { IncomingMessage } from 'node:http'

export type MayConnect = (request: Pick<IncomingMessage, 'headers'>) => boolean

/**
 * Whether a page may use a user's cookie here. `cors` does not guard websockets, this does. A page that polls its own
 * server sends no Origin. Over https the browser then sends `same-origin`; over plain http it sends nothing. There the
 * SDK's own header counts: a page of another origin can set it only on requests that carry an Origin.
 */
export function createMayConnect(allowedOrigins: readonly string[]): MayConnect {
  return function mayConnect({ headers }) {
    if (headers.origin === undefined) return isOwnPage(headers)
    return allowedOrigins.includes(headers.origin) || isOwnHost(headers.origin, headers.host)
  }
}

function isOwnPage(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined ? headers['x-requested-with'] === 'XMLHttpRequest' : site === 'same-origin'
}

function isOwnHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}
