import type { MiddlewareHandler } from 'hono'
import type { MayConnect } from './origin'
import { Problem } from '../rest/problem'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A request that changes something must be JSON and come from one of our pages: a form of another site can be neither.
 */
export function guardUnsafe(mayConnect: MayConnect): MiddlewareHandler {
  return async function guard({ req }, next) {
    if (!SAFE.has(req.method)) {
      const origin = req.header('origin')
      const fromOtherSite =
        origin !== undefined && !mayConnect({ headers: { origin, host: req.header('host') } })
      if (fromOtherSite) throw new Problem('wrong-origin')
      const hasBody = Number(req.header('content-length') ?? 0) > 0
      if (hasBody && !req.header('content-type')?.startsWith('application/json'))
        throw new Problem('bad-input')
    }
    await next()
  }
}
