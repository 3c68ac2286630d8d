import {
  clientEvents,
  fail,
  limits,
  parse,
  type ClientEvent,
  type Failure,
  type Result,
} from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { Handlers } from '../events/handler'
import type { Take } from '../limits/token-bucket'
import type { ServerMetrics } from '../metrics'
import type { ParleySocket } from './socket-types'

type RequestMetrics = Pick<ServerMetrics, 'received' | 'requests' | 'requestSeconds'>

/**
 * Every event of a client passes here: it is measured, limited, parsed once, run and answered. No exception escapes, and
 * every request gets an answer, even if the acknowledgement callback is missing or in the wrong place.
 */
export function answerEvents(
  socket: ParleySocket,
  parts: { handlers: Handlers; take: Take; metrics: RequestMetrics; nowMs: () => number; logger: Logger },
): void {
  const { handlers, take, metrics, nowMs, logger } = parts

  // On the wire an event's name may also be a number.
  socket.onAny((name: unknown, ...args: unknown[]) => {
    const event = String(name)
    metrics.received.add({ event: labelOf(event) })
    const callback = args.find((each) => typeof each === 'function') as
      ((result: Result<unknown>) => void) | undefined
    const inputs = args.filter((each) => typeof each !== 'function')
    const beganAt = nowMs()
    void run(event, inputs).then((result) => {
      count(event, result, nowMs() - beganAt)
      if (callback) callback(result)
      else if (!result.ok) tellWithoutCallback(event, result.failure)
    })
  })

  function count(name: string, result: Result<unknown>, tookMs: number) {
    const event = labelOf(name)
    metrics.requests.add({ event, code: result.ok ? 'ok' : result.failure.code })
    metrics.requestSeconds.observe({ event }, tookMs / 1_000)
  }

  async function run(event: string, inputs: unknown[]): Promise<Result<unknown>> {
    if (byteLength(inputs) > limits.eventMaxBytes) return fail('too-large')
    const waitMs = take()
    if (waitMs !== null) return fail('too-fast', { retryAfterMs: waitMs })
    if (!isClientEvent(event)) return fail('unknown-event')
    if (inputs.length !== 1) return fail('bad-input')
    return runHandler(event, inputs[0])
  }

  async function runHandler<E extends ClientEvent>(event: E, input: unknown): Promise<Result<unknown>> {
    const parsed = parse(clientEvents[event].input, input)
    if (!parsed.ok) return parsed
    try {
      return await handlers[event](socket, parsed.value as never)
    } catch (cause) {
      logger.error(
        { cause, event, personId: socket.data.user.id },
        'handler failed; the client is told that it went wrong',
      )
      return fail('went-wrong')
    }
  }

  function tellWithoutCallback(event: string, refused: Failure) {
    socket.emit('request:failed', { event: event.slice(0, 64), failure: refused })
  }
}

/** An event name invented by a client must not create a metric series. */
function labelOf(event: string): string {
  return isClientEvent(event) ? event : 'unknown'
}

function isClientEvent(event: string): event is ClientEvent {
  return Object.hasOwn(clientEvents, event)
}

/** Infinity for input nested too deeply to be serialized, although it could be parsed. */
function byteLength(inputs: unknown[]): number {
  try {
    return Buffer.byteLength(JSON.stringify(inputs))
  } catch {
    return Infinity
  }
}
