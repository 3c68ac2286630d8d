import type { Operation } from '@parley/client'
import { createColumn, float64, uint16, uint32, uint8, type Column } from './columns'
import { createNames, type Names } from './names'
import type { Observation } from './observation'
import { sayingOf } from './saying'

/** All observations, small enough for millions of sightings. Clients, rooms, messages and epochs are numbers. */
export interface Recording {
  readonly clients: Names
  readonly rooms: Names
  /** One entry per room and id: messages and their changes. */
  readonly messages: Messages
  /** Every position at which any client saw a message, in the order of observation. Includes acknowledgements. */
  readonly sightings: Sightings
  /** Texts seen under an id that its writer did not write. */
  readonly otherSayings: readonly { client: number; message: number; saying: string }[]
  readonly connections: readonly ConnectionChange[]
  readonly memberships: readonly MembershipChange[]
  /** The rooms that each client watches, with the seq above which it must have seen everything: by client, then room. */
  readonly watching: ReadonlyMap<number, ReadonlyMap<number, number>>
  /** The seq up to which each client may have got messages with their changes folded in: by client, then room. */
  readonly folded: ReadonlyMap<number, ReadonlyMap<number, number>>
  /** The last list of a room that each client showed. */
  readonly lists: readonly ShownList[]
}

interface Messages {
  readonly count: number
  id: (message: number) => string
  find: (room: number, id: string) => number | undefined
  room: Column
  /** The writer's number + 1; 0 if no client here wrote it. */
  writer: Column
  nth: Column
  wroteAt: Column
  /** 0 until it is acknowledged. */
  ackedAt: Column
  /** The operation written here. */
  operation: (message: number) => Operation | undefined
  /** Its text, as written here or else as first seen. */
  saying: (message: number) => string | undefined
  /** The code of a permanent refusal. */
  refusal: (message: number) => string | undefined
}

interface Sightings {
  readonly count: number
  client: Column
  message: Column
  seq: Column
  /** Epochs are few: the index in `epochs`. */
  epoch: Column
  epochs: readonly number[]
  at: Column
  isAck: Column
}

interface ConnectionChange {
  kind: 'connected' | 'lost' | 'synced' | 'asked' | 'delayed' | 'prompt'
  client: number
  at: number
  isOwnWill: boolean
}

export interface MembershipChange {
  kind: 'joined' | 'left'
  client: number
  room: number
  at: number
}

interface ShownList {
  client: number
  room: number
  from: number
  messages: Uint32Array
  seqs: Float64Array
  looks: readonly string[]
}

export interface Recorder {
  observe: (observation: Observation) => void
  /** Called at the next event: the pages' contents of the last quiet moment are outdated. */
  forgetShown: () => void
  readonly recording: Recording
}

export function createRecorder(): Recorder {
  const clients = createNames()
  const rooms = createNames()
  const messages = createMessages()
  const sightings = createSightings()
  const otherSayings: { client: number; message: number; saying: string }[] = []
  const connections: ConnectionChange[] = []
  const memberships: MembershipChange[] = []
  const watching = new Map<number, Map<number, number>>()
  const folded = new Map<number, Map<number, number>>()
  const lists = new Map<string, ShownList>()

  function observe(observation: Observation): void {
    const client = clients.numberOf(observation.client)
    switch (observation.kind) {
      case 'wrote':
        return messages.wrote(rooms.numberOf(observation.room), client, observation)
      case 'acked':
      case 'saw':
        return sighted(client, observation)
      case 'done':
        return messages.acked(
          messages.numberOf(rooms.numberOf(observation.room), observation.id),
          observation.at,
        )
      case 'refused':
        return messages.refused(rooms.numberOf(observation.room), observation)
      case 'shows':
        return shows(client, observation)
      case 'connected':
      case 'synced':
      case 'asked':
        return void connections.push({ kind: observation.kind, client, at: observation.at, isOwnWill: false })
      case 'delayed': {
        const kind = observation.isDelayed ? 'delayed' : 'prompt'
        return void connections.push({ kind, client, at: observation.at, isOwnWill: false })
      }
      case 'lost': {
        const { kind, at, isOwnWill = false } = observation
        return void connections.push({ kind, client, at, isOwnWill })
      }
      case 'joined':
      case 'left': {
        const { kind, at } = observation
        return void memberships.push({ kind, client, room: rooms.numberOf(observation.room), at })
      }
      case 'watching':
        return setOf(watching, client, rooms.numberOf(observation.room), observation.seq)
      case 'folded':
        return setOf(folded, client, rooms.numberOf(observation.room), observation.seq)
      case 'unwatched': {
        const room = rooms.numberOf(observation.room)
        watching.get(client)?.delete(room)
        return void lists.delete(`${client}/${room}`)
      }
      default:
        return observation satisfies never
    }
  }

  function sighted(client: number, observation: Extract<Observation, { kind: 'acked' | 'saw' }>): void {
    const message = messages.numberOf(rooms.numberOf(observation.room), observation.id)
    const isAck = observation.kind === 'acked'
    sightings.add(client, message, observation, isAck)
    if (isAck) messages.acked(message, observation.at)
    else if (observation.saying !== undefined && !messages.isSaying(message, observation.saying))
      otherSayings.push({ client, message, saying: observation.saying })
  }

  function shows(client: number, observation: Extract<Observation, { kind: 'shows' }>): void {
    const room = rooms.numberOf(observation.room)
    const { from, shown } = observation
    lists.set(`${client}/${room}`, {
      client,
      room,
      from,
      messages: Uint32Array.from(shown, ({ id }) => messages.numberOf(room, id)),
      seqs: Float64Array.from(shown, ({ seq }) => seq),
      looks: shown.map(({ look }) => look),
    })
  }

  const recording: Recording = {
    clients,
    rooms,
    messages,
    sightings,
    otherSayings,
    connections,
    memberships,
    watching,
    folded,
    get lists() {
      return [...lists.values()]
    },
  }
  return { observe, forgetShown: () => lists.clear(), recording }
}

function setOf(by: Map<number, Map<number, number>>, client: number, room: number, seq: number): void {
  by.set(client, (by.get(client) ?? new Map<number, number>()).set(room, seq))
}

function createMessages() {
  const ids: string[] = []
  const byRoom: Map<string, number>[] = []
  const operations: (Operation | undefined)[] = []
  const sayings: (string | undefined)[] = []
  const refusals = new Map<number, string>()
  const room = createColumn(uint16)
  const writer = createColumn(uint16)
  const nth = createColumn(uint32)
  const wroteAt = createColumn(float64)
  const ackedAt = createColumn(float64)

  function numberOf(inRoom: number, id: string): number {
    const known = (byRoom[inRoom] ??= new Map<string, number>())
    const found = known.get(id)
    if (found !== undefined) return found
    const message = ids.push(id) - 1
    known.set(id, message)
    room.set(message, inRoom)
    return message
  }

  return {
    get count() {
      return ids.length
    },
    id: (message: number) => ids[message] ?? `#${message}`,
    find: (inRoom: number, id: string) => byRoom[inRoom]?.get(id),
    numberOf,
    room,
    writer,
    nth,
    wroteAt,
    ackedAt,
    operation: (message: number) => operations[message],
    saying: (message: number) => sayings[message],
    refusal: (message: number) => refusals.get(message),
    wrote(inRoom: number, client: number, written: Extract<Observation, { kind: 'wrote' }>) {
      const message = numberOf(inRoom, written.id)
      writer.set(message, client + 1)
      nth.set(message, written.nth)
      wroteAt.set(message, written.at)
      operations[message] = written.operation
      sayings[message] = sayingOf(written.operation)
    },
    refused(inRoom: number, { id, code }: { id: string; code: string }) {
      refusals.set(numberOf(inRoom, id), code)
    },
    acked(message: number, at: number) {
      if (ackedAt.get(message) === 0) ackedAt.set(message, at)
    },
    /** The first seen text counts, even for a message that no client here wrote. */
    isSaying(message: number, saying: string): boolean {
      sayings[message] ??= saying
      return sayings[message] === saying
    },
  }
}

function createSightings() {
  const epochs: number[] = []
  const numbers = new Map<number, number>()
  const client = createColumn(uint16)
  const message = createColumn(uint32)
  const seq = createColumn(float64)
  const epoch = createColumn(uint16)
  const at = createColumn(float64)
  const isAck = createColumn(uint8)
  let count = 0

  function numberOfEpoch(value: number): number {
    const known = numbers.get(value)
    if (known !== undefined) return known
    numbers.set(value, epochs.length)
    return epochs.push(value) - 1
  }

  return {
    get count() {
      return count
    },
    epochs,
    client,
    message,
    seq,
    epoch,
    at,
    isAck,
    add(by: number, of: number, place: { seq: number; epoch: number; at: number }, isAcknowledged: boolean) {
      const row = count++
      client.set(row, by)
      message.set(row, of)
      seq.set(row, place.seq)
      epoch.set(row, numberOfEpoch(place.epoch))
      at.set(row, place.at)
      if (isAcknowledged) isAck.set(row, 1)
    },
  }
}
