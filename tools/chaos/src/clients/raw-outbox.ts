// The pending operations of one client in one room: one operation in flight, in the order of writing (delivery.md, 4.3).
import type { Operation } from '@parley/client'
import { wasApplied, type Failure, type Result, type SequencedEvent } from '@parley/protocol'
import { now, sayingOf, type Recorder } from '@parley/testkit/history'
import { jitterMs, type Random } from '../random'
import type { Ask } from './raw-connection'

export interface RawOutbox {
  send: (id: string, operation: Operation) => void
  unsent: () => number
  /** The server's last reason why the first of them is not sent yet; null if there was none. */
  delay: () => string | null
  /** A new connection: every wait ends. */
  connected: () => void
  /** Messages are accepted again: the waiting ones are sent at a random moment within this time. */
  resumed: (withinMs: number) => void
  close: () => void
}

interface Unsent {
  id: string
  operation: Operation
  maybeAppended: boolean
  attempt: number
}

export function createRawOutbox({
  client,
  room,
  ask,
  isOnline,
  epochOf,
  recorder,
  random,
}: {
  client: string
  room: string
  ask: Ask
  isOnline: () => boolean
  /** The known epoch of the room; undefined if none is known. */
  epochOf: () => number | undefined
  recorder: Recorder
  random: Random
}): RawOutbox {
  const queue: Unsent[] = []
  let isInFlight = false
  let delay: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function sendNext(): void {
    const [first] = queue
    if (!first || isInFlight || timer || !isOnline()) return
    isInFlight = true
    void send(first)
  }

  async function send(unsent: Unsent): Promise<void> {
    const { id, operation, maybeAppended } = unsent
    const common = { roomId: room, id, again: maybeAppended, epoch: epochOf() }
    const answer = await askFor(operation, common)
    isInFlight = false
    delay = answer?.ok === false ? answer.failure.code : answer ? null : 'no answer'
    if (!answer) {
      unsent.maybeAppended = true
      return wait(unsent, 0)
    }
    if (answer.ok) {
      queue.shift()
      acknowledged(id, answer as Result<SequencedEvent> & { ok: true })
    } else if (answer.failure.retryable) return refusedForNow(unsent, answer.failure)
    else {
      queue.shift()
      recorder.observe({ kind: 'refused', client, room, id, code: answer.failure.code, at: now() })
    }
    sendNext()
  }

  function askFor(operation: Operation, common: object): ReturnType<Ask> {
    if (operation.kind === 'message') return ask('message:send', { ...common, body: operation.body })
    const { messageId, ...change } = operation
    return ask('message:change', { ...common, messageId, change })
  }

  function acknowledged(id: string, { value }: { value: SequencedEvent }): void {
    const { seq, epoch, event } = value
    recorder.observe({ kind: 'acked', client, room, id, seq, epoch, at: now() })
    // An acknowledgement of another id would add a sighting of a message that nobody asked about.
    if (event.id !== id)
      recorder.observe({
        kind: 'saw',
        client,
        room,
        id: event.id,
        seq,
        epoch,
        saying: sayingOf(event),
        at: now(),
      })
  }

  function refusedForNow(unsent: Unsent, { code, retryAfterMs = 0 }: Failure): void {
    unsent.maybeAppended ||= wasApplied(code) === 'unknown'
    wait(unsent, retryAfterMs)
  }

  function wait(unsent: Unsent, hintMs: number): void {
    timer = setTimeout(wake, hintMs + jitterMs(250, 4_000, unsent.attempt++, random))
  }

  function resumed(withinMs: number): void {
    if (!timer) return
    clearTimeout(timer)
    timer = setTimeout(wake, random() * withinMs)
  }

  function wake(): void {
    clearTimeout(timer)
    timer = undefined
    sendNext()
  }

  return {
    send(id, operation) {
      queue.push({ id, operation, maybeAppended: false, attempt: 0 })
      sendNext()
    },
    unsent: () => queue.length,
    delay: () => (queue.length > 0 ? delay : null),
    connected: wake,
    resumed,
    close() {
      clearTimeout(timer)
      queue.length = 0
    },
  }
}
