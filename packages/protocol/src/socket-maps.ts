import type { ClientEvent, ClientInput, ClientOutput } from './client-events'
import type { Result } from './failures'
import type { ServerEvent, ServerPayload } from './server-events'

/** The maps that type a Socket.IO server and client on both sides. */
export type ClientToServerEvents = {
  [E in ClientEvent]: (input: ClientInput<E>, answer: (result: Result<ClientOutput<E>>) => void) => void
}
export type ServerToClientEvents = { [E in ServerEvent]: (payload: ServerPayload<E>) => void }
