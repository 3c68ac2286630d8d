import { nameMessage, roomOf, type Case } from './case'
import { createFindingList, type Finding } from './findings'

/** P8: every attempt ended, acknowledged or refused, and a refused message is not there. */
export function findIncomplete({ history, store }: Case): Finding[] {
  const { messages, clients } = history
  const { found, add } = createFindingList()
  for (let message = 0; message < messages.count; message++) {
    const writer = messages.writer.get(message)
    if (writer === 0 || messages.ackedAt.get(message) > 0) continue
    const refusal = messages.refusal(message)
    const stored = store.positionOf(message)
    if (refusal !== undefined && !stored) continue
    const what =
      refusal === undefined
        ? `was neither acknowledged nor refused, and is ${stored ? `stored at ${stored.seq}` : 'not stored'}`
        : `was refused (${refusal}) and is stored at ${stored?.seq}`
    add({
      what: `${nameMessage(history, message)} ${what}`,
      room: roomOf(history, message),
      id: messages.id(message),
      client: clients.nameOf(writer - 1),
      numbers: stored ? [stored.seq] : [],
    })
  }
  return found
}
