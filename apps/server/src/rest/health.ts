import { Hono } from 'hono'
import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Config } from '../config'
import type { Readiness } from '../lifecycle/readiness'

/**
 * /healthz: the process is alive (never asks an engine). /readyz: it may get traffic; the body has the state of each
 * engine. /version: the running version.
 */
export function healthRoutes({
  readiness,
  serverId,
  build,
}: {
  readiness: Readiness
  serverId: string
  build: Config['build']
}) {
  return new Hono()
    .get('/healthz', (context) => context.json({ alive: true }))
    .get('/readyz', async (context) => {
      const state = await readiness.check()
      return context.json(state, state.ready ? 200 : 503)
    })
    .get('/version', (context) =>
      context.json({ name: 'parley', ...build, protocol: PROTOCOL_VERSION, serverId }),
    )
}
