// A server played in the browser's network: it answers REST and Socket.IO as a scene defines.
import {
  failure,
  PROTOCOL_VERSION,
  type FailureCode,
  type Person,
  type Room,
  type SequencedMessage,
} from '@parley/protocol'
import { people } from './cast'
import type { Page, Route, WebSocketRoute } from '@playwright/test'

export interface StageSet {
  person: Person | null
  rooms: readonly Room[]
  members?: readonly Person[]
  /** The page of members has a next page. */
  hasMoreMembers?: boolean
  /** Joining gives this person, even if `person` is null and the browser has no cookie of it. */
  joins?: Person
  /** The messages of the opened room, oldest first. */
  said?: readonly SequencedMessage[]
  /** Refused requests, by the end of their path ("/rooms") or the name of their event ("history:page"). */
  refuses?: Readonly<Record<string, FailureCode>>
  /** Requests that never get an answer. */
  ignores?: readonly string[]
  /** The handshake is refused permanently. */
  turnsAway?: FailureCode
}

export interface Stage {
  /** Sends an event of the server. */
  say(this: void, event: string, payload: unknown): void
  /** Cuts every connection and answers no new one. */
  goDark(this: void): void
  /** The person leaves a room on another device. */
  leave(this: void, roomId: string): void
}

export async function setStage(page: Page, set: StageSet): Promise<Stage> {
  const sockets = new Set<WebSocketRoute>()
  let isDark = false
  let { rooms } = set
  await page.route('**/api/v1/**', (route) => answerRest(route, { ...set, rooms }))
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    if (isDark) return void socket.close()
    sockets.add(socket)
    socket.send(
      `0${JSON.stringify({ sid: 'stage', upgrades: [], pingInterval: 60_000, pingTimeout: 60_000 })}`,
    )
    socket.onMessage((packet) => answerPacket(socket, String(packet), set))
  })
  return {
    say: (event, payload) => sockets.forEach((socket) => say(socket, event, payload)),
    goDark() {
      isDark = true
      sockets.forEach((socket) => void socket.close())
    },
    leave(roomId) {
      rooms = rooms.map((room) => (room.id === roomId ? { ...room, isMember: false } : room))
      sockets.forEach((socket) => say(socket, 'rooms:changed', { roomId, change: 'left' }))
    },
  }
}

async function answerRest(route: Route, set: StageSet): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url())
  const path = pathname.replace('/api/v1', '')
  if (set.ignores?.some((end) => path.endsWith(end))) return
  const refused = Object.entries(set.refuses ?? {}).find(([end]) => path.endsWith(end))
  if (refused) return refuse(route, refused[1], 400)
  if (path === '/me')
    return set.person ? route.fulfill({ json: set.person }) : refuse(route, 'not-signed-in', 401)
  if (path === '/guests' && set.joins) return route.fulfill({ status: 201, json: set.joins })
  if (path === '/rooms') return route.fulfill({ json: { rooms: set.rooms.filter((room) => room.isMember) } })
  if (path === '/people')
    return route.fulfill({
      json: { people: people.filter(({ id }) => searchParams.getAll('id').includes(id)) },
    })
  if (path === '/directory') return route.fulfill({ json: directoryPage(set, searchParams) })
  if (path.endsWith('/members')) {
    return route.fulfill({ json: { members: set.members ?? [], more: set.hasMoreMembers ?? false } })
  }
  const room = set.rooms.find(({ id }) => path === `/rooms/${id}`)
  if (room) return route.fulfill({ json: room })
  return refuse(route, 'not-found', 404)
}

function directoryPage({ rooms }: StageSet, asked: URLSearchParams) {
  const search = (asked.get('search') ?? '').toLowerCase()
  const found = rooms.filter(({ name, isMember }) => !isMember && name.toLowerCase().includes(search))
  const rest = found.slice(found.findIndex(({ id }) => id === asked.get('after')) + 1)
  return { rooms: rest.slice(0, 50), more: rest.length > 50 }
}

function refuse(route: Route, code: FailureCode, status: number) {
  const { say, ...rest } = failure(code)
  return route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: `about:blank#${code}`, title: say, status, ...rest }),
  })
}

// Engine.IO's packet types are one digit, Socket.IO's the next: 40 connect, 42 event, 43 acknowledgement, 44 refused.
function answerPacket(socket: WebSocketRoute, packet: string, set: StageSet): void {
  if (packet.startsWith('40')) {
    if (set.turnsAway) {
      const refusal = failure(set.turnsAway)
      return socket.send(`44${JSON.stringify({ message: refusal.say, data: refusal })}`)
    }
    socket.send('40{"sid":"stage"}')
    return say(socket, 'server:welcome', { serverId: '2', protocol: PROTOCOL_VERSION, person: set.person })
  }
  const [, ackId, body] = /^42(\d+)(\[.*)$/s.exec(packet) ?? []
  if (!ackId || !body) return
  const [event] = JSON.parse(body) as [string]
  if (!set.ignores?.includes(event))
    socket.send(`43${ackId}${JSON.stringify([answerEvent(event, body, set)])}`)
}

function answerEvent(event: string, body: string, set: StageSet): unknown {
  const refused = set.refuses?.[event]
  if (refused) return { ok: false, failure: failure(refused) }
  const said = set.said ?? []
  const newest = said.at(-1)?.seq ?? 0
  const [, input] = JSON.parse(body) as [string, { before?: number | null; seq?: number }]
  switch (event) {
    case 'history:page': {
      const end = input.before ?? Infinity
      const before = said.filter((each) => each.seq < end)
      const page = before.slice(-50)
      return ok({ epoch: 1, seq: newest, events: page, more: page.length < before.length })
    }
    case 'read:mark':
      return ok({ seq: input.seq ?? 0 })
    default:
      return ok({ rooms: [] })
  }
}

function ok(value: unknown) {
  return { ok: true, value }
}

function say(socket: WebSocketRoute, event: string, payload: unknown): void {
  socket.send(`42${JSON.stringify([event, payload])}`)
}
