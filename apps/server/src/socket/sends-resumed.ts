import type { ServerPayload } from '@parley/protocol'
import { every, type Closable } from '@parley/service'

const CHECK_INTERVAL_MS = 100
/** All clients are told in the same moment, so each sends at a random one. */
const WITHIN_MS = 500

/**
 * Tells this server's clients when messages are accepted again after the log or Redis was down: by then they wait for
 * seconds between two attempts, one message at a time.
 */
export function watchForResumed(parts: {
  takesMessages: () => boolean
  tell: (resumed: ServerPayload<'sends:resumed'>) => void
}): Closable {
  const { takesMessages, tell } = parts
  let tookThem = true

  function look() {
    const takesThem = takesMessages()
    if (takesThem && !tookThem) tell({ withinMs: WITHIN_MS })
    tookThem = takesThem
  }

  return every(CHECK_INTERVAL_MS, look)
}
