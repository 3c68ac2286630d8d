import { setTimeout as sleep } from 'node:timers/promises'
import type { DialectName, RoomSeat } from './dialect'
import { dialects } from './dialects'
import { nowMs } from './clock'
import { createHistogram, type HistogramCounts } from './histogram'
import { openClient, type Client, type ClientEvents, type Seat } from './client'

/** The clients of one load process. */
export interface Audience {
  clients: readonly Client[]
  /** The senders and their rooms, in the order of their turns. */
  speakers: readonly Speaker[]
  /** Sends one message; `onAnswer` gets the code of a refusal. */
  say: (speaker: Speaker, body: string, onAnswer: (refusal: string | null) => void) => void
  unanswered: () => number
  /** From the first byte until the client has its missed events. */
  connectMs: HistogramCounts
  listen: (onSaid: ClientEvents['onSaid']) => void
  lostConnections: () => number
  close: () => void
}

export interface ConnectWish {
  seats: readonly Seat[]
  dialect: DialectName
  /** The number of simultaneous connection attempts. */
  atOnce: number
}

export interface Speaker {
  client: Client
  room: RoomSeat
}

const MOST_ATTEMPTS = 50

/** Connects all clients. */
export async function openAudience({ seats, dialect: name, atOnce }: ConnectWish): Promise<Audience> {
  const dialect = dialects[name]
  const clients: Client[] = []
  const waiting = new Map<number, (packet: string) => void>()
  const connectMs = createHistogram()
  let onSaid: ClientEvents['onSaid'] = () => undefined
  let lost = 0
  let lastId = 0

  const events: ClientEvents = {
    onAnswer(id, packet) {
      const answer = waiting.get(id)
      waiting.delete(id)
      answer?.(packet)
    },
    onSaid: (...said) => onSaid(...said),
    onLost: () => void (lost += 1),
  }

  function ask(client: Client, packet: (id: number) => string): Promise<string> {
    return new Promise((resolve) => {
      waiting.set(++lastId, resolve)
      client.send(packet(lastId))
    })
  }

  /** Resolves when it is welcomed and has its missed events, after as many attempts as needed. */
  async function connect(seat: Seat): Promise<void> {
    const beganMs = nowMs()
    for (let attempt = 1; ; attempt++) {
      const refused = await tryToConnect(seat)
      if (refused === null) return connectMs.add(nowMs() - beganMs)
      if (attempt === MOST_ATTEMPTS) throw new Error(refused)
      await sleep(waitIn(refused))
    }
  }

  /** Null, or the server's refusal. */
  async function tryToConnect(seat: Seat): Promise<string | null> {
    const client = await openClient(seat, dialect, events).catch((error: Error) => error.message)
    if (typeof client === 'string') return client
    // Sent even without rooms: a real client does so, and all systems get the same number of requests.
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(client, (id) => dialect.enter(id, seat.rooms))
      if (!dialect.refusalIn(answer) && !answer.includes('"kind":"later"')) break
      if (attempt === MOST_ATTEMPTS) {
        client.close()
        return answer
      }
      await sleep(waitIn(answer))
    }
    clients.push(client)
    return null
  }

  const left = [...seats]
  async function connectNext(): Promise<void> {
    for (let seat = left.shift(); seat; seat = left.shift()) await connect(seat)
  }
  const close = () => clients.forEach((client) => client.close())
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, seats.length) }, connectNext))
  } catch (error) {
    close()
    throw error
  }

  return {
    clients,
    speakers: shuffle(clients.flatMap((client) => client.seat.rooms.map((room) => ({ client, room })))),
    say({ client, room }, body, onAnswer) {
      waiting.set(++lastId, (packet) => onAnswer(dialect.refusalIn(packet)))
      client.send(dialect.send(lastId, room, body))
    },
    connectMs: connectMs.counts(),
    unanswered: () => waiting.size,
    listen: (listener) => void (onSaid = listener),
    lostConnections: () => lost,
    close,
  }
}

function waitIn(refusal: string): number {
  return Number(/"retryAfterMs":(\d+)/.exec(refusal)?.[1] ?? 1_000)
}

function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}
