import { centrifugo } from './centrifugo'
import type { Dialect, DialectName } from './dialect'
import { bareSocketIo, bareWebSocket, parley } from './engine-io'

/** CONTENTS: the protocols of the load. */
export const dialects: Record<DialectName, Dialect> = {
  parley,
  'socket.io': bareSocketIo,
  ws: bareWebSocket,
  centrifugo,
}
