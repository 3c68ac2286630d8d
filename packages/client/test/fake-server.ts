// A small real Socket.IO server with a REST API: as much of Parley's server as the SDK can notice.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import {
  failure,
  fail,
  ok,
  PROTOCOL_VERSION,
  type Failure,
  type MessageChange,
  type Person,
  type Result,
  type RoomEvent,
} from '@parley/protocol'
import { OTHER_ROOM, ROOM, type SendBehaviour, type World } from './world'

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>

const ada: Person = { id: 'p-ada', name: 'Ada', isGuest: true }
const COOKIE = 'better-auth.session_token=secret.signed'

export async function startFakeServer(world: World, id: string, port = 0) {
  const behaviour = {
    refuseHandshake: null as Failure | null,
    /** One for each incoming message or change, in turn; when all are used up: 'answer'. */
    sends: [] as SendBehaviour[],
    /** Answers to the next requests of these kinds, in turn. */
    pages: [] as Failure[],
    syncs: [] as ('later' | 'silence')[],
    /** Events from Redis get lost on their way to this server. */
    losesEvents: false,
    losesMarks: false,
    handshakes: 0,
    /** The most operations of one room that were in flight at once. */
    mostInFlight: 0,
  }
  const inFlight = new Map<string, number>()
  const http = createServer((request, response) => void answerRest(world, request, response))
  const io = new Server(http, { serveClient: false })
  const stopHearing = world.onTold((roomId, { seq, epoch, event }) => {
    if (!behaviour.losesEvents) io.emit('room:events', { roomId, epoch, events: [{ seq, event }] })
  })
  const stopReading = world.onRead((roomId, seq) => {
    if (!behaviour.losesMarks) io.emit('read:marked', { roomId, seq })
  })

  io.use((socket, next) => {
    behaviour.handshakes++
    const refused = behaviour.refuseHandshake ?? refusalOf(socket)
    next(refused ? Object.assign(new Error(refused.say), { data: refused }) : undefined)
  })
  io.on('connection', (socket) => {
    socket.onAny(
      (event: string, input: Record<string, unknown>, answer: (result: Result<unknown>) => void) => {
        world.asked.push({ serverId: id, event, input })
        if (event === 'message:send' || event === 'message:change') void send(input, answer)
        else if (event === 'rooms:sync') sync(input, answer)
        else answer(answerTo(event, input))
      },
    )
    socket.emit('server:welcome', { serverId: id, protocol: PROTOCOL_VERSION, person: ada })
  })

  async function send(input: Record<string, unknown>, answer: (result: Result<unknown>) => void) {
    const roomId = String(input.roomId)
    inFlight.set(roomId, (inFlight.get(roomId) ?? 0) + 1)
    behaviour.mostInFlight = Math.max(behaviour.mostInFlight, inFlight.get(roomId) ?? 0)
    const how = behaviour.sends.shift() ?? 'answer'
    if (typeof how === 'object' && 'afterMs' in how)
      await new Promise((done) => setTimeout(done, how.afterMs))
    inFlight.set(roomId, (inFlight.get(roomId) ?? 0) - 1)
    if (typeof how === 'object' && 'refuse' in how) return answer({ ok: false, failure: how.refuse })
    const event = eventOf(roomId, input)
    if (event.kind !== 'message' && !world.hasMessage(roomId, event.messageId))
      return answer(fail('no-such-message'))
    const isToKeep = event.kind === 'edit' || event.kind === 'reaction'
    if (isToKeep && !world.has(event.id) && world.isDeleted(roomId, event.messageId))
      return answer(fail('message-deleted'))
    const sequenced = world.say(event)
    if (how === 'swallow') return
    world.tell(sequenced) // live first, as on the real path
    answer(ok(sequenced))
  }

  function sync(input: Record<string, unknown>, answer: (result: Result<unknown>) => void) {
    const cursors = input.rooms as Parameters<World['sync']>[0][]
    const how = behaviour.syncs.shift()
    if (how === 'silence') return
    const later = ({ roomId }: { roomId: string }) => ({ kind: 'later', roomId, retryAfterMs: 20 })
    answer(ok({ rooms: cursors.map((cursor) => (how === 'later' ? later(cursor) : world.sync(cursor))) }))
  }

  function answerTo(event: string, input: Record<string, unknown>): Result<unknown> {
    const refused = event === 'history:page' && behaviour.pages.shift()
    if (refused) return { ok: false, failure: refused }
    if (event === 'history:page') return ok(world.page(String(input.roomId), input.before as number | null))
    if (event === 'read:mark') return ok({ seq: world.read(String(input.roomId), Number(input.seq)) })
    return fail('unknown-event')
  }

  await new Promise<void>((listening) => http.listen(port, '127.0.0.1', listening))
  const { port: bound } = http.address() as AddressInfo

  return {
    id,
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    behaviour,
    io,
    connected: () => io.engine.clientsCount,
    leave: (withinMs: number) => io.emit('server:leaving', { withinMs }),
    /** Like a killed process: every connection is cut, without a goodbye. */
    async kill() {
      stopHearing()
      stopReading()
      io.disconnectSockets(true)
      http.closeAllConnections()
      await io.close()
    },
  }
}

function refusalOf(socket: Socket): Failure | null {
  const { cookie, origin, host } = socket.handshake.headers
  if (socket.handshake.auth.protocol !== PROTOCOL_VERSION) return failure('wrong-protocol')
  const isOurs = origin !== undefined && new URL(origin).host === host
  return isOurs && cookie?.includes(COOKIE) ? null : failure('not-signed-in')
}

function eventOf(roomId: string, { id, body, messageId, change }: Record<string, unknown>): RoomEvent {
  const by = { id: String(id), roomId, authorId: ada.id, authorName: ada.name, at: 1 }
  if (!change) return { kind: 'message', ...by, body: String(body) }
  return { ...(change as Pick<MessageChange, 'kind'>), ...by, messageId: String(messageId) } as MessageChange
}

async function answerRest(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = `${request.method} ${request.url}`
  const isSignedIn = request.headers.cookie?.includes(COOKIE)
  world.asked.push({ serverId: 'rest', event: path, input: {} })
  if (path === 'POST /api/v1/guests') {
    const { name } = JSON.parse(await bodyOf(request)) as { name: string }
    if (name.length < 2) return refuse(response, 422, failure('name-too-short'))
    response.setHeader('set-cookie', [`${COOKIE}; Path=/; HttpOnly; SameSite=Lax`, 'other=1; Path=/'])
    return json(response, 201, ada)
  }
  if (!isSignedIn) return refuse(response, 401, failure('not-signed-in'))
  if (path === 'GET /api/v1/me') return json(response, 200, ada)
  if (path === 'GET /api/v1/rooms')
    return json(response, 200, { rooms: [roomOf(world, ROOM), roomOf(world, OTHER_ROOM)] })
  if (path.startsWith('GET /api/v1/people?')) return people(world, request, response)
  if (path === `POST /api/v1/rooms/${OTHER_ROOM}/leave`) return void response.writeHead(204).end()
  if (path === 'POST /api/v1/sign-out') {
    response.setHeader('set-cookie', `${COOKIE.split('=')[0]}=; Max-Age=0`)
    return void response.writeHead(204).end()
  }
  refuse(response, 404, failure('not-found'))
}

/** An id that begins with `guest` is a guest's; one that begins with `no` is unknown. */
function people(world: World, { url }: IncomingMessage, response: ServerResponse): void {
  if (world.lookUpsToRefuse.shift()) return refuse(response, 503, failure('database-unavailable'))
  const ids = new URL(url ?? '', 'http://server').searchParams.getAll('id')
  const found = ids.filter((id) => !id.startsWith('no'))
  json(response, 200, { people: found.map((id) => ({ id, name: id, isGuest: id.startsWith('guest') })) })
}

function roomOf(world: World, id: string) {
  const name = id === ROOM ? 'Lobby' : 'Plans'
  const isLobby = id === ROOM
  const place = { lastSeq: world.lastKept(id), readSeq: world.readSeq(id) }
  return { id, name, topic: '', isLobby, isMember: true, memberCount: 2, ...place }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function refuse(response: ServerResponse, status: number, { say, ...why }: Failure): void {
  const problem = { type: `urn:parley:${why.code}`, title: say, status, ...why }
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
}
