import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { Arrival } from '../limits/client-address'

export function arrivalOf(context: Context): Arrival {
  return {
    remoteAddress: getConnInfo(context).remote.address,
    forwardedFor: context.req.header('x-forwarded-for'),
  }
}
