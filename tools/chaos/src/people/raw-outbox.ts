// What one person still has to say in one room: one message in flight, in the order of writing (delivery.md, 4.3).
import type { Failure, Result, SequencedEvent } from '@parley/protocol'
import { textOf } from '../observations/read-logged'
import type { Recorder } from '../observations/recording'
import { jitterMs, type Random } from './chance'
import { now } from './clock'
import type { Ask } from './raw-connection'

export interface RawOutbox {
  write: (message: { id: string; body: string }) => void
  unsent: () => number
  /** Why the first of them is not sent yet, as the server said last; null when it said nothing. */
  delay: () => string | null
  /** A new connection: nothing waits any longer. */
  connected: () => void
  /** Messages are taken again: what waits is sent at a random moment within this time. */
  resumed: (withinMs: number) => void
  close: () => void
}

/** Servers refuse with these before anything is appended: the message is surely not said. */
const SURELY_UNSAID = new Set([
  'too-fast',
  'too-busy',
  'storage-behind',
  'log-away',
  'live-unavailable',
  'database-unavailable',
])

interface Unsent {
  id: string
  body: string
  isPerhapsSaid: boolean
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
  /** In which epoch the room is known here; undefined: in none yet. */
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

  async function send(message: Unsent): Promise<void> {
    const { id, body, isPerhapsSaid } = message
    const answer = await ask('message:send', {
      roomId: room,
      id,
      body,
      again: isPerhapsSaid,
      epoch: epochOf(),
    })
    isInFlight = false
    delay = answer?.ok === false ? answer.failure.code : answer ? null : 'no answer'
    if (!answer) {
      message.isPerhapsSaid = true
      return wait(message, 0)
    }
    if (answer.ok) {
      queue.shift()
      acknowledged(id, answer as Result<SequencedEvent> & { ok: true })
    } else if (answer.failure.retryable) return refusedForNow(message, answer.failure)
    else {
      queue.shift()
      recorder.observe({ kind: 'refused', client, room, id, code: answer.failure.code, at: now() })
    }
    sendNext()
  }

  function acknowledged(id: string, { value }: { value: SequencedEvent }): void {
    const { seq, epoch, event } = value
    recorder.observe({ kind: 'acked', client, room, id, seq, epoch, at: now() })
    // An acknowledgement of something else would be one more sighting, of a message nobody asked about.
    if (event.id !== id)
      recorder.observe({
        kind: 'saw',
        client,
        room,
        id: event.id,
        seq,
        epoch,
        body: textOf(event),
        at: now(),
      })
  }

  function refusedForNow(message: Unsent, { code, retryAfterMs = 0 }: Failure): void {
    message.isPerhapsSaid ||= !SURELY_UNSAID.has(code)
    wait(message, retryAfterMs)
  }

  function wait(message: Unsent, hintMs: number): void {
    timer = setTimeout(wake, hintMs + jitterMs(250, 4_000, message.attempt++, random))
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
    write({ id, body }) {
      queue.push({ id, body, isPerhapsSaid: false, attempt: 0 })
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
