import { nameMessage, nameWitness, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/** P1: one row for each id, in both tables. */
export function findStoredTwice({ recording, stored }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (const { roomId, rows } of stored) {
    if (recording.rooms.find(roomId) === undefined) continue
    for (const table of ['message', 'change'] as const) {
      const seqs = new Map<string, number>()
      for (const { seq, ...row } of rows) {
        const id = row[table]?.id
        if (id === undefined) continue
        const before = seqs.get(id)
        if (before === undefined) seqs.set(id, seq)
        else {
          const what = `${id} is twice in ${table}s, at ${before} and ${seq}`
          add({ what, room: roomId, id, numbers: [before, seq] })
        }
      }
    }
  }
  return found
}

/** P2, P3: inside an epoch a message has one seq, for every client, its sender and PostgreSQL. */
export function findTwoNumbers({ recording, places }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (let message = 0; message < recording.messages.count; message++) {
    const all = places.of(message)
    all.forEach((place, i) => {
      const other = all.findIndex(({ epoch }) => epoch === place.epoch)
      if (other === i) return
      const first = all[other]!
      const says = [first, place].map(({ seq, witness }) => `${seq} for ${nameWitness(recording, witness)}`)
      add({
        what: `${nameMessage(recording, message)} is ${says.join(' and ')}, both in epoch ${place.epoch}`,
        room: roomOf(recording, message),
        id: recording.messages.id(message),
        client: nameWitness(recording, place.witness),
        numbers: [first.seq, place.seq],
      })
    })
  }
  return found
}

/** 1.1: a stored message keeps its seq when a new epoch begins. */
export function findNumberedAgain({ recording, store, places }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (let message = 0; message < recording.messages.count; message++) {
    const stored = store.placeOf(message)
    const later = stored && places.of(message).find(({ epoch }) => epoch > stored.epoch)
    if (!later) continue
    const who = nameWitness(recording, later.witness)
    add({
      what: `${nameMessage(recording, message)} is stored at ${stored.seq} and came to ${who} again as ${later.seq}, in a later epoch`,
      room: roomOf(recording, message),
      id: recording.messages.id(message),
      client: who,
      numbers: [stored.seq, later.seq],
    })
  }
  return found
}

/** A message written once is there once: it does not come back under another id. */
export function findSaidAgain({ recording, store, places }: Case): Finding[] {
  const { messages } = recording
  const unwritten = [...store.strangers]
  const written = new Map<string, number>()
  for (let message = 0; message < messages.count; message++) {
    const saying = messages.saying(message)
    if (saying === undefined) continue
    if (messages.writer.get(message) > 0) written.set(saying, message)
    else {
      const seq = places.of(message)[0]?.seq ?? 0
      unwritten.push({ roomId: roomOf(recording, message), id: messages.id(message), seq, saying })
    }
  }
  const { found, add } = createFindingList()
  for (const { roomId, id, seq, saying } of unwritten) {
    const original = written.get(saying)
    if (original === undefined) continue
    const numbers = [places.of(original)[0]?.seq ?? 0, seq]
    const what = `${nameMessage(recording, original)} is there again as ${id}, at ${numbers.join(' and ')}`
    add({ what, room: roomId, id, numbers })
  }
  return found
}

/** No page shows a message twice. */
export function findShownTwice({ recording }: Case): Finding[] {
  const { found, add } = createFindingList()
  const { clients, rooms, messages } = recording
  for (const { client, room, messages: shown, seqs } of recording.lists) {
    const at = new Map<number, number>()
    shown.forEach((message, i) => {
      const before = at.get(message)
      const seq = seqs[i] ?? 0
      at.set(message, seq)
      if (before === undefined) return
      add({
        what: `${clients.nameOf(client)} shows ${nameMessage(recording, message)} twice, at ${before} and ${seq}`,
        room: rooms.nameOf(room),
        id: messages.id(message),
        client: clients.nameOf(client),
        numbers: [before, seq],
      })
    })
  }
  return found
}
