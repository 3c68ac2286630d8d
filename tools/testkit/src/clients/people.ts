import { createParley, type Parley, type ServerAddress, type TimelineMessage } from '@parley/client'
import type { DevJson } from '@parley/dev'
import { LOBBY_ID } from '@parley/protocol'
import { observeRoom, type RoomObserver } from './observe-room'
import { until } from '../waiting/until'

/** A client in the lobby, on the real SDK. */
export interface SimulatedPerson {
  name: string
  parley: Parley
  /** What it wrote and was shown in the lobby. */
  room: RoomObserver
  say: (body: string) => string
  /** The lobby as this client shows it. */
  messages: () => readonly TimelineMessage[]
  /** The server that this client is connected to, if any. */
  serverId: () => string | null
  /** Loads all messages above the shown ones. */
  loadAll: () => Promise<void>
}

const JOIN_LIMIT_MS = 60_000

/** Joins with a name, connects to the first of the servers (to another if that is down) and opens the lobby. */
export async function joinLobby(name: string, servers: readonly ServerAddress[]): Promise<SimulatedPerson> {
  const parley = createParley({
    apiUrl: servers[0]?.url ?? '',
    servers,
    random: chanceThatKeepsOrder(servers),
  })
  const room = observeRoom(parley, name, LOBBY_ID)
  const joined = await parley.joinAsGuest(name)
  if (!joined.ok) throw new Error(`${name} could not join: ${joined.failure.code}`)
  parley.connect()
  parley.openRoom(LOBBY_ID)
  const timeline = () => parley.getState().timelines[LOBBY_ID]
  await until(`${name} in the lobby`, JOIN_LIMIT_MS, () => timeline()?.status === 'ready')

  function say(body: string) {
    const sent = parley.send(LOBBY_ID, body)
    if (!sent.ok) throw new Error(`${name} may not say this: ${sent.failure.code}`)
    room.wrote(sent.value.id, body)
    return sent.value.id
  }

  async function loadAll() {
    await until('the newest page', JOIN_LIMIT_MS, () => timeline()?.status === 'ready')
    while (timeline()?.hasOlder) await parley.loadOlder(LOBBY_ID)
  }

  return {
    name,
    parley,
    room,
    say,
    messages: () => timeline()?.messages ?? [],
    serverId() {
      const { connection } = parley.getState()
      return connection.kind === 'online' ? connection.serverId : null
    },
    loadAll,
  }
}

/** They begin on the servers in turn; a client that loses its server goes to another. */
export function joinMany(count: number, dev: DevJson): Promise<SimulatedPerson[]> {
  const servers = addressesOf(dev)
  const joining = Array.from({ length: count }, (_, number) => {
    const home = number % servers.length
    return joinLobby(`Person ${number + 1}`, [...servers.slice(home), ...servers.slice(0, home)])
  })
  return Promise.all(joining)
}

/** The SDK shuffles its servers once, at the beginning. Here they keep their order; all later randomness is real. */
function chanceThatKeepsOrder(servers: readonly ServerAddress[]): () => number {
  let asked = 0
  return () => (asked++ < servers.length ? 0 : Math.random())
}

export function addressesOf({ servers }: DevJson, ...ids: string[]): ServerAddress[] {
  return servers.filter(({ id }) => ids.length === 0 || ids.includes(id)).map(({ id, url }) => ({ id, url }))
}

/** During the work all clients write in turn, `perSecond` together. The last messages may still be on their way. */
export async function talkWhile<T>(
  people: readonly SimulatedPerson[],
  perSecond: number,
  work: () => Promise<T>,
): Promise<T> {
  const beganAt = performance.now()
  let said = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - beganAt) / 1_000) * perSecond)
    for (; said < due; said++) {
      const person = people[said % people.length]
      person?.say(`${said}: ${person.name} says something that is worth keeping`)
    }
  }, 1_000 / perSecond)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** How many messages they wrote together. */
export function countWritten(people: readonly SimulatedPerson[]): number {
  return people.reduce((so, { room }) => so + room.written(), 0)
}

const MORE_LIMIT_MS = 60_000

/** Waits until the system has acknowledged this many more of their messages. */
export function untilSent(people: readonly SimulatedPerson[], more: number): Promise<void> {
  return untilMore('sent', more, () => people.reduce((so, { room }) => so + room.sent.size, 0))
}

/** Waits until they have written this many more messages, sent or not. */
export function untilWritten(people: readonly SimulatedPerson[], more: number): Promise<void> {
  return untilMore('written', more, () => countWritten(people))
}

async function untilMore(what: string, more: number, count: () => number): Promise<void> {
  const enough = count() + more
  await until(`${more} more messages ${what}`, MORE_LIMIT_MS, () => count() >= enough)
}
