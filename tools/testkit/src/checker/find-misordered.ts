import { nameMessage, nameWitness, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'
import { gapsIn, swapsIn } from './room-order'

/** P3: inside an epoch a seq names one message, for every client at any time. */
export function findSharedNumbers({ history, positions }: Case): Finding[] {
  const { found, add } = createFindingList()
  for (const [first, second] of positions.shared) {
    const says = [first, second].map(
      ({ message, witness }) => `${nameMessage(history, message)} for ${nameWitness(history, witness)}`,
    )
    add({
      what: `${first.seq} of epoch ${first.epoch} is ${says.join(' and ')}`,
      room: roomOf(history, first.message),
      id: history.messages.id(second.message),
      client: nameWitness(history, second.witness),
      numbers: [first.seq],
    })
  }
  return found
}

/** P4: one sender's messages stand in the order of writing, as stored and in every observed epoch. */
export function findOwnOrderBroken({ history, store, positions }: Case): Finding[] {
  const { found, add } = createFindingList()
  const named = new Set<number>()
  const lines = [...store.rooms].flatMap(([room, stored]) => [
    stored,
    ...positions.epochsOf(room).map((epoch) => positions.inEpoch(room, epoch).sort((a, b) => a.seq - b.seq)),
  ])
  for (const line of lines) {
    const own = line.flatMap(({ message, seq }) => {
      const writer = history.messages.writer.get(message)
      return writer === 0 ? [] : [{ message, seq, writer, nth: history.messages.nth.get(message) }]
    })
    for (const [before, { message, seq, writer }] of swapsIn(own)) {
      if (named.has(message)) continue
      named.add(message)
      add({
        what: `${nameMessage(history, message)} stands at ${seq}, after ${nameMessage(history, before.message)} at ${before.seq}`,
        room: roomOf(history, message),
        id: history.messages.id(message),
        client: history.clients.nameOf(writer - 1),
        numbers: [before.seq, seq],
      })
    }
  }
  return found
}

/**
 * P3: no seq is missing. After Redis lost its data the older epoch may end in gaps: an unstored message has another seq
 * now, or no client was ever told of it.
 */
export function findGaps(evidence: Case): Finding[] {
  const { history, stored } = evidence
  const { found, add } = createFindingList()
  for (const { roomId, rows } of stored) {
    const room = history.rooms.find(roomId)
    if (room === undefined) continue
    // A row without a change is reported by another finding.
    const positions = rows.flatMap(({ seq, change }) => (change ? [{ seq, epoch: change.epoch }] : []))
    for (const { epoch, from, to } of gapsIn(positions)) {
      const missing: number[] = []
      for (let each = from; each <= to && missing.length < 100; each++)
        if (!isExcused(evidence, room, epoch, each)) missing.push(each)
      if (missing.length > 0)
        add({
          what: `changes has no ${missing.join(', ')}, before ${to + 1} in epoch ${epoch}`,
          room: roomId,
          numbers: [...missing, to + 1],
        })
    }
  }
  return found
}

function isExcused({ store, positions }: Case, room: number, epoch: number, seq: number): boolean {
  if (epoch === positions.epochsOf(room).at(-1)) return false
  const owner = positions.ownerOf(room, epoch, seq)
  return !owner || (store.positionOf(owner.message)?.epoch ?? 0) > epoch
}

/** P3: the messages of a page, from top to bottom, are the stored ones. */
export function findListsApart({ history, store }: Case): { lost: Finding[]; misordered: Finding[] } {
  const { clients, rooms, messages } = history
  const lost = createFindingList()
  const misordered = createFindingList()
  for (const { client, room, from, messages: all, seqs } of history.lists) {
    const stored = (store.rooms.get(room) ?? []).filter(({ seq, row }) => row && seq >= from)
    const shown = [...all].map((message, i) => ({ message, seq: seqs[i]! })).filter(({ seq }) => seq >= from)
    const shownIds = new Set(shown.map(({ message }) => message))
    const name = (message: number) => ({
      room: rooms.nameOf(room),
      id: messages.id(message),
      client: clients.nameOf(client),
    })
    for (const { message, seq } of stored) {
      if (shownIds.has(message)) continue
      const what = `${clients.nameOf(client)} does not show ${nameMessage(history, message)}, stored at ${seq}`
      lost.add({ what, ...name(message), numbers: [seq] })
    }
    shown.forEach(({ message, seq }, i) => {
      const storedAt = store.positionOf(message)?.seq
      const before = shown[i - 1]
      if (storedAt === seq && !(before && before.seq > seq)) return
      const stands =
        before && before.seq > seq ? `under ${before.seq}` : `stored at ${storedAt ?? 'no place'}`
      const what = `${clients.nameOf(client)} shows ${nameMessage(history, message)} at ${seq}, ${stands}`
      misordered.add({ what, ...name(message), numbers: [seq, storedAt ?? 0] })
    })
  }
  return { lost: lost.found, misordered: misordered.found }
}
