import { centrifugo } from './centrifugo'
import type { Dialect, DialectName } from './dialect'
import { bareSocketIo, bareWebSocket, parley } from './engine-io'

/** CONTENTS: everything that the load can speak. */
export const dialects: Record<DialectName, Dialect> = {
  parley,
  'socket.io': bareSocketIo,
  ws: bareWebSocket,
  centrifugo,
}
