import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'
import type { History, MembershipChange } from '../history/history'

/** A removal takes effect on every server within this time after its answer. Milliseconds. */
const REMOVAL_LIMIT_MS = 1_000
/** An announcement made while Redis was down is lost: the servers ask PostgreSQL every 30 s. Milliseconds. */
const RECHECKED_LIMIT_MS = 31_000
/** The longest time until a server notices and reports that Redis is down. Milliseconds. */
const NOTICED_WITHIN_MS = 10_000

/**
 * P10: no message sent after a client's leave reaches that client. A message that another client had seen before that
 * moment does not count: it was sent to a member, and came late over a slow connection.
 */
export function findLeaked({ history, liveAway = [] }: Case): Finding[] {
  const { clients, messages, sightings } = history
  const changes = changesByMember(history)
  const away = [...liveAway, ...redisAway(history)]
  const saidAt = new Float64Array(messages.count)
  const { found, add } = createFindingList()
  for (let row = 0; row < sightings.count; row++) {
    const message = sightings.message.get(row)
    const at = sightings.at.get(row)
    if (saidAt[message] === 0) saidAt[message] = at
    const client = sightings.client.get(row)
    const since = outsideSince(changes(client, messages.room.get(message)), at)
    if (since === null || (saidAt[message] ?? 0) <= since + limitOf(since)) continue
    const seq = sightings.seq.get(row)
    const late =
      since === -Infinity ? 'was never in the room' : `had left ${Math.round(at - since)} ms before`
    add({
      what: `${clients.nameOf(client)} got ${nameMessage(history, message)} at ${seq} and ${late}`,
      room: roomOf(history, message),
      id: messages.id(message),
      client: clients.nameOf(client),
      numbers: [seq],
    })
  }
  return found

  function limitOf(leftAt: number): number {
    const isAway = away.some(({ from, to }) => leftAt > from && leftAt < to)
    return isAway ? RECHECKED_LIMIT_MS : REMOVAL_LIMIT_MS
  }
}

/** When any server reported to be without Redis. */
function redisAway({ connections }: History): { from: number; to: number }[] {
  const since = new Map<number, number>()
  const away: { from: number; to: number }[] = []
  const end = (client: number, at: number) => {
    const from = since.get(client)
    if (from !== undefined && since.delete(client)) away.push({ from, to: at })
  }
  for (const { kind, client, at } of connections) {
    if (kind === 'delayed' && !since.has(client)) since.set(client, at - NOTICED_WITHIN_MS)
    else if (kind === 'prompt' || kind === 'lost') end(client, at + REMOVAL_LIMIT_MS)
  }
  for (const client of [...since.keys()]) end(client, Infinity)
  return away
}

/** When this client left, if it is outside; since ever if it never joined. Null while inside. */
function outsideSince(changes: readonly MembershipChange[] | undefined, at: number): number | null {
  for (let i = (changes?.length ?? 0) - 1; i >= 0; i--) {
    const change = changes![i]!
    if (change.at <= at) return change.kind === 'left' ? change.at : null
  }
  return -Infinity
}

function changesByMember({ memberships, rooms, clients }: History) {
  const changes: (MembershipChange[] | undefined)[] = Array.from({ length: rooms.size * clients.size })
  for (const change of memberships) (changes[change.client * rooms.size + change.room] ??= []).push(change)
  for (const each of changes) each?.sort((a, b) => a.at - b.at)
  return (client: number, room: number) => changes[client * rooms.size + room]
}
