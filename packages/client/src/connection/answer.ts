import {
  clientEvents,
  failure,
  parse,
  type ClientEvent,
  type ClientInput,
  type ClientOutput,
  type Failure,
  type Result,
} from '@parley/protocol'

/** The result of a request. `unanswered` (timeout, connection lost) means unknown: it may have been applied. */
export type Answer<T> =
  { kind: 'done'; value: T } | { kind: 'refused'; failure: Failure } | { kind: 'unanswered' }

export type Ask = <E extends ClientEvent>(event: E, input: ClientInput<E>) => Promise<Answer<ClientOutput<E>>>

/** Parses a server's answer. An invalid answer counts as a fault of the server: it is asked again later. */
export function readAnswer<E extends ClientEvent>(event: E, raw: unknown): Answer<ClientOutput<E>> {
  const result = raw as Result<unknown> | null | undefined
  if (result?.ok === false && isFailure(result.failure)) return { kind: 'refused', failure: result.failure }
  const value = result?.ok === true ? parse(clientEvents[event].output, result.value) : null
  if (value?.ok) return { kind: 'done', value: value.value as ClientOutput<E> }
  return { kind: 'refused', failure: failure('went-wrong', { detail: `unreadable answer to ${event}` }) }
}

/** Codes of a newer server are accepted: `retryable` and the sentence are enough. */
export function isFailure(value: unknown): value is Failure {
  const { code, say, retryable } = (value ?? {}) as Partial<Failure>
  return typeof code === 'string' && typeof say === 'string' && typeof retryable === 'boolean'
}
