import type { Handlers } from './handler'
import { historyPage } from './history-page'
import { messageChange } from './message-change'
import { messageSend } from './message-send'
import { createHandleOperation, type HandleOperationParts } from './handle-operation'
import { readMark } from './read-mark'
import { roomsSync } from './rooms-sync'

type Parts = HandleOperationParts &
  Omit<Parameters<typeof messageChange>[0], 'handleOperation'> &
  Parameters<typeof roomsSync>[0] &
  Parameters<typeof historyPage>[0] &
  Parameters<typeof readMark>[0]

/** CONTENTS: the socket events of clients, and their handlers. */
export function createHandlers(parts: Parts): Handlers {
  const handleOperation = createHandleOperation(parts)
  return {
    'message:send': messageSend({ handleOperation }),
    'message:change': messageChange({ ...parts, handleOperation }),
    'rooms:sync': roomsSync(parts),
    'history:page': historyPage(parts),
    'read:mark': readMark(parts),
  }
}
