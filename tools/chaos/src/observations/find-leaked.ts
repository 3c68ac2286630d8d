import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'
import type { MembershipChange, Recording } from './recording'

/** A removal takes effect on every server within this, from when it was answered. Milliseconds. */
const REMOVAL_LIMIT_MS = 1_000
/** Announced while Redis was away it is lost: the servers ask PostgreSQL every 30 s. */
const RECHECKED_LIMIT_MS = 31_000
/** Redis may be away for so long before a server knows and says so. */
const NOTICED_WITHIN_MS = 10_000

/**
 * P10: nothing that was said after somebody had left reaches them. What somebody else had seen before that moment is not
 * counted: it was said to a member, and came late over a slow line.
 */
export function findLeaked({ recording, liveAway = [] }: Case): Finding[] {
  const { clients, messages, sightings } = recording
  const changes = changesByMember(recording)
  const away = [...liveAway, ...redisAway(recording)]
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
      what: `${clients.nameOf(client)} got ${nameMessage(recording, message)} at ${seq} and ${late}`,
      room: roomOf(recording, message),
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

/** When any server was without Redis, as it said itself. */
function redisAway({ connections }: Recording): { from: number; to: number }[] {
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

/** When this member left, if they are outside; never joined: since ever. Null while inside. */
function outsideSince(changes: readonly MembershipChange[] | undefined, at: number): number | null {
  for (let i = (changes?.length ?? 0) - 1; i >= 0; i--) {
    const change = changes![i]!
    if (change.at <= at) return change.kind === 'left' ? change.at : null
  }
  return -Infinity
}

function changesByMember({ memberships, rooms, clients }: Recording) {
  const changes: (MembershipChange[] | undefined)[] = Array.from({ length: rooms.size * clients.size })
  for (const change of memberships) (changes[change.client * rooms.size + change.room] ??= []).push(change)
  for (const each of changes) each?.sort((a, b) => a.at - b.at)
  return (client: number, room: number) => changes[client * rooms.size + room]
}
