import { dialects, type DialectName, type RoomSeat } from './dialect'
import { openClient, type Client, type ClientEvents, type Seat } from './client'

/** The clients of one load process. */
export interface Audience {
  clients: readonly Client[]
  /** Who sends where, in the order in which turns are taken. */
  speakers: readonly Speaker[]
  /** Sends one message; the answer is told as `43<id>[...]`. */
  say: (speaker: Speaker, body: string, onAnswer: (packet: string) => void) => void
  unanswered: () => number
  listen: (onSaid: ClientEvents['onSaid']) => void
  lostConnections: () => number
  close: () => void
}

export interface Speaker {
  client: Client
  room: RoomSeat
}

const AT_ONCE = 20

/** Connects everybody, and learns of every room what a sender has to know. */
export async function openAudience(seats: readonly Seat[], dialectName: DialectName): Promise<Audience> {
  const dialect = dialects[dialectName]
  const clients: Client[] = []
  const waiting = new Map<number, (packet: string) => void>()
  const epochs = new Map<number, Promise<number>>()
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

  async function enter(client: Client) {
    for (const room of client.seat.rooms) {
      const entering = () => ask(client, (id) => dialect.enter(id, room)).then(dialect.learn)
      // A session's rooms are entered by the server; that is asked once, for the epoch. Peers have to be told by everybody.
      if (dialectName !== 'parley') epochs.set(room.number, Promise.resolve(await entering()))
      else if (!epochs.has(room.number)) epochs.set(room.number, entering())
      await epochs.get(room.number)
    }
  }

  const left = [...seats]
  async function openNext(): Promise<void> {
    for (let seat = left.shift(); seat; seat = left.shift()) {
      const client = await openClient(seat, dialect, events)
      clients.push(client)
      await enter(client)
    }
  }
  const close = () => clients.forEach((client) => client.close())
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, openNext))
  } catch (error) {
    close()
    throw error
  }
  const known = new Map<number, number>()
  for (const [number, epoch] of epochs) known.set(number, await epoch)

  return {
    clients,
    speakers: shuffle(clients.flatMap((client) => client.seat.rooms.map((room) => ({ client, room })))),
    say({ client, room }, body, onAnswer) {
      waiting.set(++lastId, onAnswer)
      client.send(dialect.send(lastId, room, known.get(room.number) ?? 0, body))
    },
    unanswered: () => waiting.size,
    listen: (listener) => void (onSaid = listener),
    lostConnections: () => lost,
    close,
  }
}

function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}
