// A client that keeps no rule, for everything that the SDK would never send.
import { PROTOCOL_VERSION, type Failure, type Result } from '@parley/protocol'
import { io, type Socket } from 'socket.io-client'

export interface RawOptions {
  cookie?: string
  /** The server's own origin by default; null sends none. */
  origin?: string | null
  auth?: Record<string, unknown>
  transport?: 'websocket' | 'polling'
}

/** `welcome`, or the reason of a refused handshake. */
export type Reception = { kind: 'welcome' } | { kind: 'refused'; failure: Failure | null; message: string }

const ANSWER_LIMIT_MS = 15_000

export async function openRaw(
  url: string,
  { cookie, origin = url, auth = { protocol: PROTOCOL_VERSION }, transport = 'websocket' }: RawOptions,
): Promise<{ socket: Socket; reception: Reception }> {
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    transports: [transport],
    auth,
    extraHeaders: { ...(origin === null ? {} : { origin }), ...(cookie ? { cookie } : {}) },
  })
  const reception = await new Promise<Reception>((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error('no answer to the handshake')), ANSWER_LIMIT_MS)
    const receive = (answer: Reception) => {
      clearTimeout(giveUp)
      resolve(answer)
    }
    socket.once('server:welcome', () => receive({ kind: 'welcome' }))
    socket.once('connect_error', (error: Error & { data?: Failure }) =>
      receive({ kind: 'refused', failure: error.data ?? null, message: error.message }),
    )
  })
  return { socket, reception }
}

/** A guest's session, as the header that a browser would send. */
export async function guestCookie(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (response.status !== 201) throw new Error(`no guest: ${response.status} ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** The server's answer through the callback. Rejects when there is none. */
export function ask(socket: Socket, event: string, ...args: unknown[]): Promise<Result<unknown>> {
  return socket.timeout(ANSWER_LIMIT_MS).emitWithAck(event, ...args) as Promise<Result<unknown>>
}

/** The code of a refusal, otherwise `ok`. */
export async function codeOf(answer: Promise<Result<unknown>>): Promise<string> {
  const result = await answer
  return result.ok ? 'ok' : result.failure.code
}

/** The next event of this name from the server. */
export function hear<T>(socket: Socket, event: string): Promise<T> {
  return withinLimit(event, (resolve) => void socket.once(event, resolve))
}

/** Sends text as one Socket.IO packet, without the client's own encoder. */
export function sendPacket(socket: Socket, packet: string): void {
  socket.io.engine.write(packet)
}

/** The answer to a packet with this acknowledgement id, sent without the client's encoder. */
export function hearAnswer(socket: Socket, id: number): Promise<unknown> {
  const { engine } = socket.io
  return withinLimit(`the answer ${id}`, (resolve) =>
    engine.on('data', function listen(data: unknown) {
      if (typeof data !== 'string' || !data.startsWith(`3${id}[`)) return
      engine.off('data', listen)
      resolve((JSON.parse(data.slice(`3${id}`.length)) as unknown[])[0])
    }),
  )
}

function withinLimit<T>(what: string, listen: (resolve: (heard: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`the server did not say ${what}`)), ANSWER_LIMIT_MS)
    listen((heard) => {
      clearTimeout(giveUp)
      resolve(heard)
    })
  })
}
