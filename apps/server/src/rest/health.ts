import { Hono } from 'hono'
import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Readiness } from '../readiness'

/** /healthz: the process lives (never asks an engine). /readyz: it may get traffic; the body says how each engine is. */
export function healthRoutes({ readiness, serverId }: { readiness: Readiness; serverId: string }) {
  return new Hono()
    .get('/healthz', (context) => context.json({ alive: true }))
    .get('/readyz', async (context) => {
      const state = await readiness.check()
      return context.json(state, state.ready ? 200 : 503)
    })
    .get('/version', (context) => context.json({ name: 'parley', protocol: PROTOCOL_VERSION, serverId }))
}
