import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/** P1: every acknowledged message, and every shown message, is stored. */
export function findUnstored({ history, store, positions }: Case): Finding[] {
  const { messages, clients, sightings } = history
  const { found, add } = createFindingList()
  for (let message = 0; message < messages.count; message++) {
    if (store.positionOf(message)) continue
    const [first] = positions.of(message)
    const isAcked = messages.ackedAt.get(message) > 0
    if (!first && !isAcked) continue
    const by = typeof first?.witness === 'number' ? clients.nameOf(sightings.client.get(first.witness)) : ''
    const position = first ? ` as ${first.seq}` : ''
    const how = isAcked ? `acknowledged${position}` : `shown to ${by}${position}`
    add({
      what: `${nameMessage(history, message)} was ${how} and is not in PostgreSQL`,
      room: roomOf(history, message),
      id: messages.id(message),
      client: by,
      numbers: first ? [first.seq] : [],
    })
  }
  return found
}

/** Both tables agree about a message; a change stands only in `changes`. */
export function findHalfStored({ history, stored }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (const { roomId, rows } of stored) {
    if (history.rooms.find(roomId) === undefined) continue
    for (const { seq, message, change } of rows) {
      const isSame = message?.id === change?.messageId && message?.epoch === change?.epoch
      if (change && (change.kind === 'message' ? isSame : !message)) continue
      const what = `messages has ${message?.id ?? 'nothing'} and changes ${change?.messageId ?? 'nothing'} at ${seq}`
      const id = message?.id ?? change?.messageId
      add({ what, room: roomId, ...(id && { id }), numbers: [seq] })
    }
  }
  return found
}

/** P5: every acknowledged message is in the log. */
export function findUnlogged({ history, logged }: Case): Finding[] {
  if (!logged) return []
  const { messages, rooms } = history
  const inLog = new Set<number>()
  for (const { roomId, id } of logged) {
    const room = rooms.find(roomId)
    const message = room === undefined ? undefined : messages.find(room, id)
    if (message !== undefined) inLog.add(message)
  }
  const { found, add } = createFindingList()
  for (let message = 0; message < messages.count; message++) {
    if (messages.ackedAt.get(message) === 0 || inLog.has(message)) continue
    add({
      what: `${nameMessage(history, message)} was acknowledged and is not in the log`,
      room: roomOf(history, message),
      id: messages.id(message),
      numbers: [],
    })
  }
  return found
}

/** P3, P6: a client that watches a room has seen everything in it, finally at the stored position. */
export function findUnseen({ history, store }: Case): Finding[] {
  const { messages, clients, rooms, sightings, watching, folded } = history
  const { found, add } = createFindingList()
  const rows = rowsByClient(history)
  const lastSeq = new Float64Array(messages.count)
  const lastEpoch = new Float64Array(messages.count)
  for (const [client, watched] of watching) {
    const own = rows(client)
    for (const row of own) {
      const message = sightings.message.get(row)
      const epoch = sightings.epochs[sightings.epoch.get(row)] ?? 0
      if (epoch < (lastEpoch[message] ?? 0)) continue // a late event from before the new epoch
      lastEpoch[message] = epoch
      lastSeq[message] = sightings.seq.get(row)
    }
    for (const [room, above] of watched) {
      const foldedUpTo = folded.get(client)?.get(room) ?? 0
      for (const { seq, message, row } of store.rooms.get(room) ?? []) {
        if (seq <= above || lastSeq[message] === seq || (!row && seq <= foldedUpTo)) continue
        const saw = lastSeq[message] === 0 ? 'never saw' : `saw last at ${lastSeq[message]}`
        add({
          what: `${clients.nameOf(client)} ${saw} ${nameMessage(history, message)}, stored at ${seq}`,
          room: rooms.nameOf(room),
          id: messages.id(message),
          client: clients.nameOf(client),
          numbers: [seq],
        })
      }
    }
    for (const row of own) {
      const message = sightings.message.get(row)
      lastSeq[message] = 0
      lastEpoch[message] = 0
    }
  }
  return found
}

/** P3: pages show also what clients outside this history wrote. */
export function findUnshown({ history, store, hasOtherWriters }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (const { roomId, id, seq, isMessage } of hasOtherWriters ? store.strangers : [])
    for (const { client, room, from } of history.lists) {
      if (!isMessage || seq < from || history.rooms.nameOf(room) !== roomId) continue
      const name = history.clients.nameOf(client)
      const what = `${name} does not show ${id}, stored at ${seq}`
      add({ what, room: roomId, id, client: name, numbers: [seq] })
    }
  return found
}

/** The rows of each client, in the order of observation. */
function rowsByClient({ clients, sightings }: Case['history']): (client: number) => Uint32Array {
  const starts = new Uint32Array(clients.size + 1)
  for (let row = 0; row < sightings.count; row++) {
    const after = sightings.client.get(row) + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let client = 1; client <= clients.size; client++)
    starts[client] = (starts[client] ?? 0) + (starts[client - 1] ?? 0)
  const next = starts.slice()
  const rows = new Uint32Array(sightings.count)
  for (let row = 0; row < sightings.count; row++) {
    const client = sightings.client.get(row)
    const at = next[client] ?? 0
    rows[at] = row
    next[client] = at + 1
  }
  return (client) => rows.subarray(starts[client], starts[client + 1])
}
