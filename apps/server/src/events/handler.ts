import type { ClientEvent, ClientOutput, ParsedInput, Result } from '@parley/protocol'
import type { ParleySocket } from '../socket/socket-types'

/** Answers one event. Throwing means a fault of ours: the client hears `went-wrong`. */
export type Handler<E extends ClientEvent> = (
  socket: ParleySocket,
  input: ParsedInput<E>,
) => Promise<Result<ClientOutput<E>>>

export type Handlers = { [E in ClientEvent]: Handler<E> }
