import type { Handlers } from './handler'
import { historyPage } from './history-page'
import { messageChange } from './message-change'
import { messageSend } from './message-send'
import { createOperate, type OperateParts } from './operate'
import { readMark } from './read-mark'
import { roomsSync } from './rooms-sync'

type Parts = OperateParts &
  Omit<Parameters<typeof messageChange>[0], 'operate'> &
  Parameters<typeof roomsSync>[0] &
  Parameters<typeof historyPage>[0] &
  Parameters<typeof readMark>[0]

/** CONTENTS: what a client may ask over the socket, and who answers. */
export function createHandlers(parts: Parts): Handlers {
  const operate = createOperate(parts)
  return {
    'message:send': messageSend({ operate }),
    'message:change': messageChange({ ...parts, operate }),
    'rooms:sync': roomsSync(parts),
    'history:page': historyPage(parts),
    'read:mark': readMark(parts),
  }
}
