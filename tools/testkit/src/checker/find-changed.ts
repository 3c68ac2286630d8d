import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/**
 * P9: the text is everywhere the written one, and every text was written by a client. `findUnfolded` checks messages
 * after changes.
 */
export function findChanged({ history, store, logged = [], hasOtherWriters = false }: Case): Finding[] {
  const { messages, clients, rooms, sightings } = history
  const { found, add } = createFindingList()

  function report(message: number, what: string, client?: string): void {
    add({
      what: `${nameMessage(history, message)} ${what}`,
      room: roomOf(history, message),
      id: messages.id(message),
      ...(client !== undefined && { client }),
      numbers: [],
    })
  }

  for (const { client, message } of history.otherSayings) {
    const name = clients.nameOf(client)
    report(message, `has another text for ${name}`, name)
  }
  for (const { roomId, id, saying } of logged) {
    const room = rooms.find(roomId)
    const message = room === undefined ? undefined : messages.find(room, id)
    if (message === undefined) continue
    const written = messages.saying(message)
    if (written !== undefined && written !== saying) report(message, 'has another text in the log')
  }
  if (hasOtherWriters) return found
  const written = new Set<string | undefined>()
  const strangers: number[] = []
  for (let message = 0; message < messages.count; message++) {
    if (messages.writer.get(message) > 0) written.add(messages.saying(message))
    else strangers.push(message)
  }
  for (const message of strangers)
    if (!written.has(messages.saying(message)))
      report(message, 'was written by nobody', firstWitness(message))
  for (const { roomId, id, seq, saying } of store.strangers)
    if (!written.has(saying))
      add({ what: `${id} at ${seq} was written by nobody`, room: roomId, id, numbers: [seq] })
  return found

  function firstWitness(message: number): string | undefined {
    for (let row = 0; row < sightings.count; row++)
      if (sightings.message.get(row) === message) return clients.nameOf(sightings.client.get(row))
    return undefined
  }
}
