// The headers of a request, which any client can fill.
import { superLinear } from '@parley/protocol/linear-time'
import { expect, test } from 'vitest'
import { createClientAddress } from './limits/client-address'
import { createMayConnect } from './auth/origin'
import { sessionToken } from './auth/session-of-cookie'

const clientAddress = createClientAddress(() => true)
const mayConnect = createMayConnect(['http://localhost:3000'])

test.each<[string, (text: string) => unknown]>([
  ['X-Forwarded-For', (forwardedFor) => clientAddress({ remoteAddress: '::1', forwardedFor })],
  ['Cookie', (cookie) => sessionToken(`better-auth.session_token=${cookie}; ${cookie}`, 'secret')],
  ['Origin', (origin) => mayConnect({ headers: { origin, host: origin } })],
])('%s of 64 KiB of any repetition is read in linear time', (_, read) => {
  expect(
    superLinear(read, ['::ffff:', '::ffff:1', '1.', ',', '=', ';', '%', '%41', 'a.b', 'http://']),
  ).toEqual([])
})
