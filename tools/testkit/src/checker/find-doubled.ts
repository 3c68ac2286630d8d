import { nameMessage, nameWitness, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/** P1: one row for each id, in both tables. */
export function findStoredTwice({ history, stored }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (const { roomId, rows } of stored) {
    if (history.rooms.find(roomId) === undefined) continue
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
export function findTwoNumbers({ history, positions }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (let message = 0; message < history.messages.count; message++) {
    const all = positions.of(message)
    all.forEach((position, i) => {
      const other = all.findIndex(({ epoch }) => epoch === position.epoch)
      if (other === i) return
      const first = all[other]!
      const says = [first, position].map(({ seq, witness }) => `${seq} for ${nameWitness(history, witness)}`)
      add({
        what: `${nameMessage(history, message)} is ${says.join(' and ')}, both in epoch ${position.epoch}`,
        room: roomOf(history, message),
        id: history.messages.id(message),
        client: nameWitness(history, position.witness),
        numbers: [first.seq, position.seq],
      })
    })
  }
  return found
}

/** 1.1: a stored message keeps its seq when a new epoch begins. */
export function findNumberedAgain({ history, store, positions }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (let message = 0; message < history.messages.count; message++) {
    const stored = store.positionOf(message)
    const later = stored && positions.of(message).find(({ epoch }) => epoch > stored.epoch)
    if (!later) continue
    const who = nameWitness(history, later.witness)
    add({
      what: `${nameMessage(history, message)} is stored at ${stored.seq} and came to ${who} again as ${later.seq}, in a later epoch`,
      room: roomOf(history, message),
      id: history.messages.id(message),
      client: who,
      numbers: [stored.seq, later.seq],
    })
  }
  return found
}

/** P3: only a Redis that lost data moves a message to a later epoch. */
export function findMoved({ history, store, positions, redisKeptData }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (let message = 0; redisKeptData && message < history.messages.count; message++) {
    const stored = store.positionOf(message)
    const earlier = stored && positions.of(message).find(({ epoch }) => epoch < stored.epoch)
    if (!earlier) continue
    const who = nameWitness(history, earlier.witness)
    add({
      what: `${nameMessage(history, message)} was ${earlier.seq} for ${who} and is stored at ${stored.seq}, in a later epoch, though Redis kept its data`,
      room: roomOf(history, message),
      id: history.messages.id(message),
      client: who,
      numbers: [earlier.seq, stored.seq],
    })
  }
  return found
}

/** A message written once is there once: it does not come back under another id. */
export function findSaidAgain({ history, store, positions, hasOtherWriters }: Case): Finding[] {
  if (hasOtherWriters) return []
  const { messages } = history
  const unwritten: { roomId: string; id: string; seq: number; saying: string }[] = [...store.strangers]
  const written = new Map<string, number>()
  for (let message = 0; message < messages.count; message++) {
    const saying = messages.saying(message)
    if (saying === undefined) continue
    if (messages.writer.get(message) > 0) written.set(saying, message)
    else {
      const seq = positions.of(message)[0]?.seq ?? 0
      unwritten.push({ roomId: roomOf(history, message), id: messages.id(message), seq, saying })
    }
  }
  const { found, add } = createFindingList()
  for (const { roomId, id, seq, saying } of unwritten) {
    const original = written.get(saying)
    if (original === undefined) continue
    const numbers = [positions.of(original)[0]?.seq ?? 0, seq]
    const what = `${nameMessage(history, original)} is there again as ${id}, at ${numbers.join(' and ')}`
    add({ what, room: roomId, id, numbers })
  }
  return found
}

/** No page shows a message twice. */
export function findShownTwice({ history }: Case): Finding[] {
  const { found, add } = createFindingList()
  const { clients, rooms, messages } = history
  for (const { client, room, messages: shown, seqs } of history.lists) {
    const at = new Map<number, number>()
    shown.forEach((message, i) => {
      const before = at.get(message)
      const seq = seqs[i] ?? 0
      at.set(message, seq)
      if (before === undefined) return
      add({
        what: `${clients.nameOf(client)} shows ${nameMessage(history, message)} twice, at ${before} and ${seq}`,
        room: rooms.nameOf(room),
        id: messages.id(message),
        client: clients.nameOf(client),
        numbers: [before, seq],
      })
    })
  }
  return found
}
