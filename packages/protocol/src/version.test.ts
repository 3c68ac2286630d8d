import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import * as z from 'zod'
import * as accounts from './accounts'
import { clientEvents } from './client-events'
import { failures } from './failures'
import { handshake } from './handshake'
import { limits } from './limits'
import * as rest from './rest'
import * as restRequests from './rest-requests'
import { roomEvent } from './room-event'
import { serverEvents } from './server-events'
import { PROTOCOL_VERSION } from './version'

/**
 * The schema hash of version 2. If a schema changed, raise PROTOCOL_VERSION if a client of the previous version would
 * notice it, and serve that client as before (with a test for it). Only then, or if no old client can notice, write the
 * new hash here.
 */
const SAID = { version: 2, hash: '6dbe13b16d4a2cab' }

test('no schema, failure or limit changes without a decision about the version', () => {
  const schemas = Object.entries({ ...restRequests, ...rest, ...accounts }).filter(
    ([, value]) => value instanceof z.core.$ZodType,
  )
  const everything = {
    handshake: describe(handshake),
    clientEvents: Object.entries(clientEvents).map(([name, { input, output }]) => [
      name,
      describe(input, 'input'),
      describe(output),
    ]),
    serverEvents: Object.entries(serverEvents).map(([name, schema]) => [name, describe(schema)]),
    rest: schemas.map(([name, schema]) => [name, describe(schema as z.core.$ZodType, 'input')]),
    record: describe(roomEvent),
    failures,
    limits: { ...limits, ...accounts.accountLimits },
  }
  const hash = createHash('sha256').update(JSON.stringify(everything)).digest('hex').slice(0, 16)
  expect(schemas.length).toBeGreaterThan(10)
  expect({ version: PROTOCOL_VERSION, hash }).toEqual(SAID)
})

function describe(schema: z.core.$ZodType, io: 'input' | 'output' = 'output') {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}
