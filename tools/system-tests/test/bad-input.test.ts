import { LOBBY_ID, type Failure, type ServerPayload } from '@parley/protocol'
import type { Socket } from 'socket.io-client'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  ask,
  codeOf,
  guestCookie,
  hear,
  hearAnswer,
  openRaw,
  sendPacket,
  type RawOptions,
} from '@parley/testkit/raw-socket'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { fuzz } from '../src/fuzz'

vi.setConfig({ testTimeout: 60_000 })

let stack: LaunchedStack
let url: string
let cookie: string
const sockets: Socket[] = []

const message = (more: object = {}) => ({ roomId: LOBBY_ID, id: uuidv7(), body: 'hello', ...more })

beforeAll(async () => {
  stack = await launchStack()
  url = stack.dev().servers[0]!.url
  cookie = await guestCookie(url, 'Mallory')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
  expect(stack.crashes()).toEqual([])
})
afterAll(() => stack?.dispose())

async function open(options: RawOptions = { cookie }) {
  const opened = await openRaw(url, options)
  sockets.push(opened.socket)
  return opened
}

describe('P8: over the socket', () => {
  let socket: Socket

  beforeEach(async () => {
    ;({ socket } = await open())
  })
  afterEach(async () => {
    expect(await codeOf(ask(socket, 'message:send', message({ body: 'and the socket lives on' })))).toBe('ok')
  })

  test.each([
    ['an empty message', { body: '' }, 'message-empty'],
    ['a message of white space', { body: ' \n\t ' }, 'message-empty'],
    ['a message of 4,001 code points', { body: '🦜'.repeat(2_000) + 'x'.repeat(2_001) }, 'message-too-long'],
    ['a message above 16 KiB', { body: '日'.repeat(3_000) + '🦜'.repeat(2_000) }, 'message-too-long'],
    ['U+0000 in a message', { body: 'a\u0000b' }, 'bad-text'],
    ['a lone surrogate in a message', { body: 'a\ud800b' }, 'bad-text'],
    ['a room that was not joined', { roomId: uuidv7() }, 'not-a-member'],
    ['a room id that is none', { roomId: 'lobby' }, 'bad-input'],
    ['__proto__ as a room id', { roomId: '__proto__' }, 'bad-input'],
    ['constructor as a message id', { id: 'constructor' }, 'bad-input'],
    ['a message id that is no UUIDv7', { id: '00000000-0000-4000-8000-000000000000' }, 'bad-input'],
    ['a field that nobody asked for', { admin: true }, 'bad-input'],
  ])('%s is refused with a code of its own', async (_, more, code) => {
    expect(await codeOf(ask(socket, 'message:send', message(more)))).toBe(code)
  })

  test('4,000 code points are accepted', async () => {
    const body = 'x'.repeat(3_000) + '🦜'.repeat(1_000)
    expect(await codeOf(ask(socket, 'message:send', message({ body })))).toBe('ok')
  })

  test.each(['no:such', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'an event named "%s" is unknown',
    async (event) => {
      const answer = hearAnswer(socket, 7)
      sendPacket(socket, `27${JSON.stringify([event, message()])}`)
      expect(await answer).toMatchObject({ ok: false, failure: { code: 'unknown-event' } })
    },
  )

  test('an event whose name is a number is unknown', async () => {
    const failed = hear<ServerPayload<'request:failed'>>(socket, 'request:failed')
    sendPacket(socket, '2[1]')
    expect(await failed).toMatchObject({ failure: { code: 'unknown-event' } })
  })

  test('without a callback the refusal comes as request:failed', async () => {
    const failed = hear<ServerPayload<'request:failed'>>(socket, 'request:failed')
    socket.emit('message:send', message({ body: '' }))
    expect(await failed).toMatchObject({ event: 'message:send', failure: { code: 'message-empty' } })
  })

  test('a callback that is not last does not count as one', async () => {
    const failed = hear<ServerPayload<'request:failed'>>(socket, 'request:failed')
    socket.emit('message:send', () => undefined, message())
    expect(await failed).toMatchObject({ event: 'message:send', failure: { code: 'bad-input' } })
  })

  test.each([
    ['nothing', []],
    ['null', [null]],
    ['two inputs', [message(), message()]],
    ['text', ['hello']],
    ['an array', [[message()]]],
    ['bytes', [Buffer.from('hello')]],
    ['an object with __proto__', [JSON.parse('{"__proto__":{"roomId":"x"}}')]],
  ])('%s in place of the input is refused', async (_, args: unknown[]) => {
    expect(await codeOf(ask(socket, 'message:send', ...args))).toBe('bad-input')
  })

  test('an event of 65 KiB is too large', async () => {
    expect(await codeOf(ask(socket, 'message:send', message({ body: 'x'.repeat(65 * 1_024) })))).toBe(
      'too-large',
    )
  })

  test('an input nested 100,000 deep is refused', async () => {
    const answer = hearAnswer(socket, 9)
    sendPacket(socket, `29["message:send",${'['.repeat(100_000)}${']'.repeat(100_000)}]`)
    expect(await answer).toMatchObject({ ok: false })
  })
})

describe('P8: input that closes its own connection and no other', () => {
  test.each([
    ['a frame above 256 KiB', `2["message:send",{"body":"${'x'.repeat(300 * 1_024)}"}]`],
    ['a packet that is none', 'garbage'],
    ['an event with a name that Socket.IO keeps for itself', '2["newListener",{}]'],
    ['a packet of bytes whose bytes never come', '51-["message:send",{"_placeholder":true,"num":0}]2["x"]'],
  ])('%s', async (_, packet) => {
    const { socket } = await open()
    const cut = hear<string>(socket, 'disconnect')
    sendPacket(socket, packet)
    await cut
    const next = await open()
    expect(await codeOf(ask(next.socket, 'message:send', message({ body: 'the server lives on' })))).toBe(
      'ok',
    )
  })
})

describe('P8: the handshake', () => {
  test.each(['websocket', 'polling'] as const)('a foreign Origin is refused over %s', async (transport) => {
    const { reception } = await open({ cookie, origin: 'https://evil.example', transport })
    expect(reception.kind).toBe('refused')
  })

  test.each(['websocket', 'polling'] as const)(
    "the server's own Origin is accepted over %s",
    async (transport) => {
      expect((await open({ cookie, transport })).reception).toEqual({ kind: 'welcome' })
    },
  )

  const refusals: [string, () => RawOptions, Failure['code']][] = [
    ['without an Origin the cookie does not count', () => ({ cookie, origin: null }), 'not-signed-in'],
    ['without a cookie nobody is signed in', () => ({}), 'not-signed-in'],
    ['a forged signature does not count', () => ({ cookie: forged(cookie) }), 'not-signed-in'],
    ['a cookie without a signature does not count', () => ({ cookie: unsigned(cookie) }), 'not-signed-in'],
    ['another protocol is refused', () => ({ cookie, auth: { protocol: 999 } }), 'wrong-protocol'],
    ['no protocol at all is refused', () => ({ cookie, auth: {} }), 'wrong-protocol'],
  ]
  test.each(refusals)('%s', async (_, options, code) => {
    const { reception } = await open(options())
    expect(reception).toMatchObject({ kind: 'refused', failure: { code } })
  })
})

describe('P8: over REST', () => {
  async function post(path: string, body: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body,
    })
    const { code } = (await response.json()) as { code: string }
    return { status: response.status, type: response.headers.get('content-type'), code }
  }
  const type = 'application/problem+json'

  test.each([
    ['x', 'name-too-short'],
    ['x'.repeat(33), 'name-too-long'],
    ['🦜'.repeat(33), 'name-too-long'],
    ['\u200b\u200b\u200b', 'name-too-short'],
    ['a\u0000b', 'bad-text'],
    ['a\nb', 'bad-text'],
    ['a\udc00b', 'bad-text'],
  ])('the name %j is refused', async (name, code) => {
    expect(await post('/guests', JSON.stringify({ name }))).toEqual({ status: 400, type, code })
  })

  const name = '{"name":"Mallory"}'
  const form = 'application/x-www-form-urlencoded'
  test.each([
    ['text', '/guests', name, { 'content-type': 'text/plain' }, 400, 'bad-input'],
    ['a form', '/guests', 'name=Mallory', { 'content-type': form }, 400, 'bad-input'],
    ['JSON that ends too early', '/guests', '{"name":', {}, 400, 'bad-input'],
    ['an array', '/guests', '[]', {}, 400, 'bad-input'],
    ['a body of 70 kB', '/guests', JSON.stringify({ name: 'x'.repeat(70_000) }), {}, 413, 'too-large'],
    ['a foreign page', '/guests', name, { origin: 'https://evil.example' }, 403, 'wrong-origin'],
    ['an unknown address', '/no-such-thing', '{}', {}, 404, 'not-found'],
    ['a forged cookie', '/rooms', name, { cookie: 'better-auth.session_token=x.c2ln' }, 401, 'not-signed-in'],
    ['a room without a name', '/rooms', '{"name":""}', {}, 400, 'room-name-empty'],
    ['leaving the lobby', `/rooms/${LOBBY_ID}/leave`, '', {}, 409, 'lobby-stays'],
    ['a room that does not exist', `/rooms/${uuidv7()}/join`, '', {}, 404, 'no-such-room'],
    ['__proto__ as a room', '/rooms/__proto__/join', '', {}, 400, 'bad-input'],
  ])('%s is refused as a problem', async (_, path, body, headers, status, code) => {
    expect(await post(path, body, headers as Record<string, string>)).toEqual({ status, type, code })
  })

  test('an unknown path is not found', async () => {
    for (const path of ['/', '/api/v1', '/api/v1/__proto__', '/%00', '/api/v1/rooms/..%2f..%2fetc/members']) {
      const response = await fetch(`${url}${path}`, { headers: { cookie } })
      expect([400, 404]).toContain(response.status)
      expect(response.headers.get('content-type')).toBe(type)
    }
  })
})

test('P8: 1,500 events of arbitrary JSON are all answered, and the server still works', async () => {
  // Requests are counted per user: each socket gets another user, or most answers would be `too-fast`.
  const openAsSomebody = async () => (await open({ cookie: await guestCookie(url, 'Somebody') })).socket
  await fuzz({ open: openAsSomebody, cases: 1_500 })
  const { socket } = await open()
  expect(await codeOf(ask(socket, 'message:send', message({ body: 'still here' })))).toBe('ok')
})

function forged(cookie: string): string {
  const [name, value = ''] = cookie.split('=')
  const token = decodeURIComponent(value).split('.')[0]
  return `${name}=${encodeURIComponent(`${token}.${Buffer.alloc(32, 7).toString('base64')}`)}`
}

function unsigned(cookie: string): string {
  const [name, value = ''] = cookie.split('=')
  return `${name}=${decodeURIComponent(value).split('.')[0]}`
}
