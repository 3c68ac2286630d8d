import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION, type Result } from '@parley/protocol'
import { io, type Socket } from 'socket.io-client'

/** A user on the bare protocol. */
export interface Guest {
  cookie: string
  socket: Socket
  /** The server's answer. */
  ask<T = unknown>(event: string, input: unknown): Promise<Result<T>>
  post(path: string, body?: object): Promise<Response>
  /** Stops reading, like a laptop with a closed lid: the server notices nothing. */
  pause(): void
  resume(): void
}

const ANSWER_LIMIT_MS = 15_000

export async function joinAsGuest(serverUrl: string, name: string): Promise<Guest> {
  return connectGuest(serverUrl, await signInGuest(serverUrl, name))
}

/** Creates a session, whose cookie connects later. */
export async function signInGuest(serverUrl: string, name: string, roomId?: string): Promise<string> {
  const joined = await post('', serverUrl, '/guests', { name })
  if (joined.status !== 201) throw new Error(`${name} could not join: ${await joined.text()}`)
  const cookie = joined.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  if (roomId) await post(cookie, serverUrl, `/rooms/${roomId}/join`)
  return cookie
}

/** `prepare`: adds the listeners that must exist before the first event on the socket. */
export async function connectGuest(
  serverUrl: string,
  cookie: string,
  prepare: (socket: Socket) => void = () => {},
): Promise<Guest> {
  const socket = io(serverUrl, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    auth: { protocol: PROTOCOL_VERSION },
    extraHeaders: { origin: serverUrl, cookie },
  })
  prepare(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('server:welcome', () => resolve())
    socket.once('connect_error', reject)
  })
  return {
    cookie,
    socket,
    ask: (event, input) => socket.timeout(ANSWER_LIMIT_MS).emitWithAck(event, input) as Promise<never>,
    post: (path, body) => post(cookie, serverUrl, path, body),
    pause: () => void tcpOf(socket).pause(),
    resume: () => void tcpOf(socket).resume(),
  }
}

function tcpOf(socket: Socket): { pause(): void; resume(): void } {
  const { transport } = socket.io.engine as unknown as { transport: { ws: { _socket: never } } }
  return transport.ws._socket
}

function post(cookie: string, serverUrl: string, path: string, body?: object): Promise<Response> {
  return fetch(`${serverUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

/** A new UUID of version 7. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
