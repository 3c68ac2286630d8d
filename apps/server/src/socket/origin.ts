import type { IncomingMessage } from 'node:http'

export type MayConnect = (request: Pick<IncomingMessage, 'headers'>) => boolean

/**
 * Whether a page may use a person's cookie here. `cors` does not guard websockets, this does. A request without an
 * Origin is believed only when the browser says that it comes from the own page, as polling does.
 */
export function createMayConnect(allowedOrigins: readonly string[]): MayConnect {
  return function mayConnect({ headers }) {
    if (headers.origin === undefined) return headers['sec-fetch-site'] === 'same-origin'
    return allowedOrigins.includes(headers.origin) || isOwnHost(headers.origin, headers.host)
  }
}

function isOwnHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}
