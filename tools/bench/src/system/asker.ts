import { dialects } from '../load/dialects'
import { openClient } from '../load/client'

/** A user that sends one request after the other. */
export interface Asker {
  /** The server's answer; rejects on a refusal. */
  ask: (event: string, input: object) => Promise<unknown>
  close: () => void
}

type Answer = { ok: true; value: unknown } | { ok: false; failure: unknown }

export async function openAsker(url: string, cookie: string): Promise<Asker> {
  const waiting = new Map<number, (packet: string) => void>()
  let lastId = 0
  const client = await openClient({ url, cookie, rooms: [] }, dialects.parley, {
    onAnswer: (id, packet) => waiting.get(id)?.(packet),
    onSaid: () => undefined,
    onLost: () => undefined,
  })
  return {
    async ask(event, input) {
      const id = ++lastId
      const packet = await new Promise<string>((resolve) => {
        waiting.set(id, resolve)
        client.send(`42${id}${JSON.stringify([event, input])}`)
      })
      waiting.delete(id)
      const [answer] = JSON.parse(packet.slice(packet.indexOf('['))) as [Answer]
      if (!answer.ok) throw new Error(`${event}: ${JSON.stringify(answer.failure)}`)
      return answer.value
    },
    close: client.close,
  }
}
