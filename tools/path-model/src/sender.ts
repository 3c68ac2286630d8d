// Somebody who writes one message after the other. What is not answered is sent again, as the SDK does, to whichever server.
import type { SequencedEvent } from '@parley/protocol'
import { createActor, type Scheduler } from './scheduler'
import type { Server } from './server'

export interface Sender {
  name: string
  written: string[]
  acknowledged: SequencedEvent[]
  isDone(): boolean
  /** The connection breaks: it does not wait for the answer any longer, and asks another server. */
  loseConnection(): void
}

export function startSender(parts: {
  name: string
  ids: string[]
  roomId: string
  /** In which epoch the room is known before anything is said. */
  epoch: number
  scheduler: Scheduler
  pickServer: () => Server
  isPipelined: boolean
}): Sender {
  const { name, ids, roomId, scheduler, pickServer, isPipelined } = parts
  let { epoch } = parts
  const actor = createActor(name)
  const acknowledged: SequencedEvent[] = []
  const waits = new Set<() => void>()
  void run()
  return {
    name,
    written: ids,
    acknowledged,
    isDone: () => acknowledged.length === ids.length,
    loseConnection: () => waits.forEach((breakOff) => breakOff()),
  }

  async function run() {
    for (const id of ids) {
      const said = say(id)
      if (!isPipelined) await said
    }
  }

  async function say(id: string) {
    for (let again = false; ; again = true) {
      await scheduler.turn(actor, again ? `says ${id} again` : `says ${id}`)
      const answer = await send(id, again)
      if (!answer) continue
      epoch = Math.max(epoch, answer.epoch)
      return acknowledged.push(answer)
    }
  }

  /** The answer; null when there was none, or "not now". */
  async function send(id: string, again: boolean): Promise<SequencedEvent | null> {
    const server = pickServer()
    let breakOff = () => {}
    const broken = new Promise<null>((resolve) => (breakOff = () => resolve(null)))
    waits.add(breakOff)
    const socket = { data: { visitor: { id: name, name, isGuest: true } } } as never
    const answered = server.send(socket, { roomId, id, body: id, again, epoch }).then(async (result) => {
      await scheduler.turn(server.actor, `answers ${name}`)
      return result.ok ? result.value : null
    })
    const answer = await Promise.race([answered, broken, server.died.then(() => null)])
    waits.delete(breakOff)
    return answer
  }
}
