// A sender of messages and changes, one after the other. It repeats unanswered ones, as the SDK does, to any server.
import type { ClientInput, ClientOutput, Result, SequencedEvent } from '@parley/protocol'
import { createActor, type Scheduler } from './scheduler'
import type { Server } from './server'

export interface Sender {
  name: string
  /**
   * Ids of operations, in the order of writing; without changes that came too late, for a message that another sender had
   * deleted.
   */
  written: string[]
  acknowledged: SequencedEvent[]
  /** Reasons of permanent refusals: there must be none in a run. */
  refused: string[]
  isDone(): boolean
  /** The connection breaks: the sender stops waiting for the answer, and asks another server. */
  loseConnection(): void
}

/** The operations, in this order, and the messages that they change. */
type Deed = 'says' | 'edits its first' | 'deletes its second' | 'reacts to another' | 'takes that back'
const DEEDS: readonly Deed[] = [
  'says',
  'edits its first',
  'says',
  'reacts to another',
  'says',
  'edits its first',
  'takes that back',
  'deletes its second',
]
export const OPERATIONS_EACH = DEEDS.length

function deedOf(nth: number): Deed {
  return DEEDS[nth % DEEDS.length]!
}

export function startSender(parts: {
  name: string
  ids: string[]
  roomId: string
  /** The epoch in which the room is known before the first operation. */
  epoch: number
  scheduler: Scheduler
  pickServer: () => Server
  /** A message that was acknowledged to another sender. */
  pickMessage: () => string | undefined
  isPipelined: boolean
}): Sender {
  const { name, ids, roomId, scheduler, pickServer, pickMessage, isPipelined } = parts
  let { epoch } = parts
  const actor = createActor(name)
  const acknowledged: SequencedEvent[] = []
  const refused: string[] = []
  const written = [...ids]
  const waits = new Set<() => void>()
  const said = ids.filter((_id, nth) => deedOf(nth) === 'says')
  let reactedTo: string | undefined
  const socket = { data: { user: { id: name, name, isGuest: true } } } as never
  void run()
  return {
    name,
    written,
    acknowledged,
    refused,
    isDone: () => acknowledged.length + refused.length === written.length,
    loseConnection: () => waits.forEach((breakOff) => breakOff()),
  }

  async function run() {
    for (const [nth, id] of ids.entries()) {
      const done = act(id, deedOf(nth))
      if (!isPipelined) await done
    }
  }

  async function act(id: string, deed: Deed) {
    let change: ReturnType<typeof changeOf> | undefined
    for (let again = false; ; again = true) {
      await scheduler.turn(actor, again ? `${deed} ${id} again` : `${deed} ${id}`)
      change ??= changeOf(id, deed)
      const operation = { roomId, id, again, epoch }
      const answer = await ask((server) =>
        change
          ? server.change(socket, { ...operation, ...change })
          : server.send(socket, { ...operation, body: id }),
      )
      if (!answer) continue
      if (!answer.ok && answer.failure.code === 'message-deleted' && change?.change.kind === 'reaction')
        return written.splice(written.indexOf(id), 1)
      if (!answer.ok) return refused.push(`${deed} ${id}: ${answer.failure.code}`)
      epoch = Math.max(epoch, answer.value.epoch)
      return acknowledged.push(answer.value)
    }
  }

  /** Decided once: a repeated operation is the same. */
  function changeOf(
    id: string,
    deed: Deed,
  ): Pick<ClientInput<'message:change'>, 'messageId' | 'change'> | null {
    const first = said[0]!
    switch (deed) {
      case 'says':
        return null
      case 'edits its first':
        return { messageId: first, change: { kind: 'edit', body: `edited by ${id}` } }
      case 'deletes its second':
        return { messageId: said[1]!, change: { kind: 'deletion' } }
      case 'reacts to another':
        reactedTo = pickMessage() ?? first
        return { messageId: reactedTo, change: { kind: 'reaction', emoji: '👍', on: true } }
      case 'takes that back':
        return { messageId: reactedTo ?? first, change: { kind: 'reaction', emoji: '👍', on: false } }
      default:
        return deed satisfies never
    }
  }

  /** The answer; null if there was none, or "not now". */
  async function ask(
    question: (server: Server) => Promise<Result<ClientOutput<'message:send'>>>,
  ): Promise<Result<SequencedEvent> | null> {
    const server = pickServer()
    let breakOff = () => {}
    const broken = new Promise<null>((resolve) => (breakOff = () => resolve(null)))
    waits.add(breakOff)
    const answered = question(server).then(async (result) => {
      await scheduler.turn(server.actor, `answers ${name}`)
      return !result.ok && result.failure.retryable ? null : result
    })
    const answer = await Promise.race([answered, broken, server.died.then(() => null)])
    waits.delete(breakOff)
    return answer
  }
}
