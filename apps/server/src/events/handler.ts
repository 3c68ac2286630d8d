import type { ClientEvent, ClientOutput, ParsedInput, Result } from '@parley/protocol'
import type { ParleySocket } from '../socket/socket-types'

/** Answers one event. A throw means a bug of ours: the client gets `went-wrong`. */
export type Handler<E extends ClientEvent> = (
  socket: ParleySocket,
  input: ParsedInput<E>,
) => Promise<Result<ClientOutput<E>>>

export type Handlers = { [E in ClientEvent]: Handler<E> }
