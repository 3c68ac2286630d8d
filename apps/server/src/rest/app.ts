import { isTransient } from '@parley/database'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { failure, limits } from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { ServerMetrics } from '../metrics'
import { accountRoutes } from './accounts'
import { healthRoutes } from './health'
import { guardUnsafe } from '../auth/guard'
import { oidcRoutes } from './oidc'
import { ownershipRoutes } from './ownership'
import { passkeyRoutes } from './passkeys'
import { peopleRoutes } from './people'
import { Problem, problemResponse } from './problem'
import { roomMemberRoutes } from './room-members'
import { roomRoutes } from './rooms'
import { secondFactorRoutes } from './second-factor'
import { refuseInvalid } from './validation'
import type { MayConnect } from '../auth/origin'

type Parts = Parameters<typeof healthRoutes>[0] &
  Parameters<typeof peopleRoutes>[0] &
  Parameters<typeof accountRoutes>[0] &
  Parameters<typeof ownershipRoutes>[0] &
  Parameters<typeof oidcRoutes>[0] &
  Parameters<typeof passkeyRoutes>[0] &
  Parameters<typeof secondFactorRoutes>[0] &
  Parameters<typeof roomRoutes>[0] &
  Parameters<typeof roomMemberRoutes>[0] & {
    mayConnect: MayConnect
    metrics: Pick<ServerMetrics, 'restAnswers'>
    logger: Logger
  }

/** CONTENTS: the REST API. Every refusal is application/problem+json with a code of the closed table. */
export function createApp(parts: Parts) {
  const { mayConnect, metrics, logger } = parts
  const api = new OpenAPIHono({ defaultHook: refuseInvalid })
  api.use(guardUnsafe(mayConnect))
  api.use(bodyLimit({ maxSize: limits.eventMaxBytes, onError: () => problemResponse(failure('too-large')) }))
  api.route('/', peopleRoutes(parts))
  // Before those of accounts, whose rule for /account/* would count a request twice.
  api.route('/', secondFactorRoutes(parts))
  api.route('/', accountRoutes(parts))
  api.route('/', passkeyRoutes(parts))
  api.route('/', oidcRoutes(parts))
  api.route('/', ownershipRoutes(parts))
  api.route('/', roomRoutes(parts))
  api.route('/', roomMemberRoutes(parts))
  api.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Parley', version: '1' } })

  const app = new OpenAPIHono()
  app.use(secureHeaders())
  app.use('/api/*', async (context, next) => {
    await next()
    metrics.restAnswers.add({ status: String(context.res.status) })
  })
  app.route('/', healthRoutes(parts))
  app.route('/api/v1', api)
  app.notFound(() => problemResponse(failure('not-found')))
  app.onError((error, context) => {
    if (error instanceof Problem) return problemResponse(error.failure)
    // Hono's own refusals: a body that is not JSON.
    if (error instanceof HTTPException && error.status < 500) return problemResponse(failure('bad-input'))
    if (isTransient(error)) {
      logger.warn(
        { cause: error, path: context.req.path },
        'PostgreSQL does not answer; the request is refused and may be repeated',
      )
      return problemResponse(failure('database-unavailable'))
    }
    logger.error({ cause: error, path: context.req.path }, 'request failed unexpectedly')
    return problemResponse(failure('went-wrong'))
  })
  return app
}
