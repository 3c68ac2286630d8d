import { createHmac } from 'node:crypto'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, type Failure } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { roomChannel } from '@parley/delivery'
import { expect, test } from 'vitest'
import { personChannel, type ParleySocket, type User } from '../socket/socket-types'
import { authenticate } from './authenticate'

const SECRET = 'a secret of this test'
const signature = createHmac('sha256', SECRET).update('token').digest('base64')
const COOKIE = `better-auth.session_token=token.${encodeURIComponent(signature)}`
const ada: User = { id: 'ada', name: 'Ada', isGuest: true, sessionId: 's', sessionToken: 'token' }

/** A valid handshake, except for the given parts. */
async function shakeHands(
  not: Partial<{
    isOverloaded: boolean
    auth: object
    mayConnect: boolean
    cookie: string
    user: User | null
    isAllowed: boolean
    isAway: boolean
  }> = {},
) {
  const counted: unknown[] = []
  const asked: string[] = []
  const socket = {
    handshake: { auth: not.auth ?? { protocol: PROTOCOL_VERSION } },
    request: { headers: { cookie: not.cookie ?? COOKIE } },
    conn: {},
    data: {} as Partial<ParleySocket['data']>,
    rooms: [] as string[],
    join: (rooms: string[]) => socket.rooms.push(...rooms),
  }
  const onHandshake = authenticate({
    secret: SECRET,
    mayConnect: ({ headers }) => headers === socket.request.headers && (not.mayConnect ?? true),
    async findUser(token) {
      asked.push(token)
      if (not.isAway) throw new Error('away')
      return not.user === undefined ? ada : not.user
    },
    isOverloaded: () => not.isOverloaded ?? false,
    allowConnection: (id, connection) =>
      id === 'ada' && connection === socket.conn && (not.isAllowed ?? true),
    members: { roomsOf: async () => ['a room'] },
    revocations: { count: () => 7 },
    metrics: { handshakes: { add: (labels) => counted.push(labels) } },
    logger: createLogger('server', 'fatal'),
  })
  const refused = await new Promise<(Error & { data?: Failure }) | undefined>((resolve) =>
    onHandshake(socket as unknown as ParleySocket, resolve),
  )
  return { refused, socket, counted, asked }
}

test('a welcomed user has a name, and is in all their rooms before the welcome', async () => {
  const { refused, socket, counted, asked } = await shakeHands()
  expect(refused).toBeUndefined()
  expect(socket.data).toEqual({ user: ada, revocationsBefore: 7 })
  expect(socket.rooms).toEqual([personChannel('ada'), roomChannel('a room')])
  expect(counted).toEqual([{ code: 'ok' }])
  expect(asked).toEqual(['token'])
})

test.each([OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION])('version %i is served', async (protocol) => {
  expect((await shakeHands({ auth: { protocol } })).refused).toBeUndefined()
})

test.each<[code: string, not: Parameters<typeof shakeHands>[0]]>([
  ['too-busy', { isOverloaded: true, auth: {} }],
  ['wrong-protocol', { auth: {} }],
  ['wrong-protocol', { auth: { protocol: OLDEST_PROTOCOL_VERSION - 1 } }],
  ['wrong-protocol', { auth: { protocol: PROTOCOL_VERSION + 1 } }],
  ['not-signed-in', { mayConnect: false }],
  ['not-signed-in', { cookie: '' }],
  ['not-signed-in', { user: null }],
  ['too-many-connections', { isAllowed: false }],
  ['database-unavailable', { isAway: true }],
])('%s where %j', async (code, not) => {
  const { refused, socket, counted } = await shakeHands(not)
  expect(refused).toMatchObject({ data: { code }, message: refused!.data!.say })
  expect(socket.rooms).toEqual([])
  expect(counted).toEqual([{ code }])
})
