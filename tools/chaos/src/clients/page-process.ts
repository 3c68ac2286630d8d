// A page with a clock of its own, set by its process's environment. It reports what it was shown, once, and ends.
import { createMemoryOutboxStore, createParley } from '@parley/client'
import { until } from '@parley/testkit/until'

export interface PageOrder {
  url: string
  name: string
  messages: number
  everyMs: number
}

interface ShownMessage {
  id: string
  body: string
  /** The time shown beside the message. Milliseconds since 1970. */
  at: number
}

export interface PageAnswer {
  error?: string
  /** In the order of the page. */
  shown: readonly ShownMessage[]
  /** The current time of that process. Milliseconds since 1970. */
  clock: number
}

/** Longer than the restart of a server. Milliseconds. */
const LIMIT_MS = 60_000

process.once('message', (order: PageOrder) => {
  talk(order)
    .then((shown) => process.send?.({ shown, clock: Date.now() }))
    .catch((error: Error) => process.send?.({ error: error.message }))
})
// The parent process is gone, for whatever reason.
process.on('disconnect', () => process.exit(0))

async function talk({ url, name, messages, everyMs }: PageOrder): Promise<ShownMessage[]> {
  const parley = createParley({ apiUrl: url, servers: [{ url }], outboxStore: createMemoryOutboxStore() })
  try {
    const joined = await parley.joinAsGuest(name)
    if (!joined.ok) throw new Error(`may not come in: ${joined.failure.code}`)
    parley.connect()
    const room = await parley.createRoom({ name: `Room of ${name}, ${process.pid}` })
    if (!room.ok) throw new Error(`may not make a room: ${room.failure.code}`)
    const roomId = room.value.id
    parley.openRoom(roomId)
    const list = () => parley.getState().timelines[roomId]?.messages ?? []
    await until('the page is there', LIMIT_MS, () => parley.getState().connection.kind === 'online')
    for (let nth = 1; nth <= messages; nth++) {
      const sent = parley.send(roomId, `${name} says ${nth}`)
      if (!sent.ok) throw new Error(`may not say this: ${sent.failure.code}`)
      // Another server now and then: each has its own clock.
      if (nth % 5 === 0) parley.reconnect()
      await new Promise((wake) => setTimeout(wake, everyMs))
    }
    await until('all is shown as sent', LIMIT_MS, () => list().every(({ seq }) => seq !== null))
    return list().map(({ id, body, at }) => ({ id, body, at }))
  } finally {
    parley.close()
  }
}
