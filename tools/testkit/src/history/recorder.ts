import type { ConnectionChange, History, MembershipChange, ShownList } from './history'
import { createMessages } from './messages'
import { createNames } from './names'
import type { Observation } from './observation'
import { createSightings } from './sightings'

export interface Recorder {
  observe: (observation: Observation) => void
  /** Called at the next event: the pages' contents of the last quiet moment are outdated. */
  forgetShown: () => void
  readonly history: History
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

  const history: History = {
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
  return { observe, forgetShown: () => lists.clear(), history }
}

function setOf(by: Map<number, Map<number, number>>, client: number, room: number, seq: number): void {
  by.set(client, (by.get(client) ?? new Map<number, number>()).set(room, seq))
}
