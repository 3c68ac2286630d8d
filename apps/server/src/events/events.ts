import type { Handlers } from './handler'
import { historyPage } from './history-page'
import { messageSend } from './message-send'
import { readMark } from './read-mark'
import { roomsSync } from './rooms-sync'

type Parts = Parameters<typeof messageSend>[0] &
  Parameters<typeof roomsSync>[0] &
  Parameters<typeof historyPage>[0] &
  Parameters<typeof readMark>[0]

/** CONTENTS: what a client may ask over the socket, and who answers. */
export function createHandlers(parts: Parts): Handlers {
  return {
    'message:send': messageSend(parts),
    'rooms:sync': roomsSync(parts),
    'history:page': historyPage(parts),
    'read:mark': readMark(parts),
  }
}
