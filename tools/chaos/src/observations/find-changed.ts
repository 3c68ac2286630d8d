import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/** I3: everywhere the text that was written, and nothing that nobody wrote. */
export function findChanged({ recording, store, logged = [] }: Case): Finding[] {
  const { messages, clients, rooms, sightings } = recording
  const { found, add } = createFindingList()

  function report(message: number, what: string, client?: string): void {
    add({
      what: `${nameMessage(recording, message)} ${what}`,
      room: roomOf(recording, message),
      id: messages.id(message),
      ...(client !== undefined && { client }),
      numbers: [],
    })
  }

  function compare(message: number, body: string, where: string): void {
    const written = messages.body(message)
    if (written !== undefined && written !== body) report(message, `has another text ${where}`)
  }

  for (const { client, message } of recording.otherBodies) {
    const name = clients.nameOf(client)
    report(message, `has another text for ${name}`, name)
  }
  for (const stored of store.rooms.values())
    for (const { message, body } of stored) compare(message, body, 'in PostgreSQL')
  for (const { roomId, id, body } of logged) {
    const room = rooms.find(roomId)
    const message = room === undefined ? undefined : messages.find(room, id)
    if (message !== undefined) compare(message, body, 'in the log')
  }
  const written = new Set<string | undefined>()
  const strangers: number[] = []
  for (let message = 0; message < messages.count; message++) {
    if (messages.writer.get(message) > 0) written.add(messages.body(message))
    else strangers.push(message)
  }
  for (const message of strangers)
    if (!written.has(messages.body(message))) report(message, 'was written by nobody', firstWitness(message))
  for (const { roomId, id, seq, body } of store.strangers)
    if (!written.has(body))
      add({ what: `${id} at ${seq} was written by nobody`, room: roomId, id, numbers: [seq] })
  return found

  function firstWitness(message: number): string | undefined {
    for (let row = 0; row < sightings.count; row++)
      if (sightings.message.get(row) === message) return clients.nameOf(sightings.client.get(row))
    return undefined
  }
}
