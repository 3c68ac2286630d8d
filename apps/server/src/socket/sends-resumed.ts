import type { ServerPayload } from '@parley/protocol'
import { every, type Closable } from '@parley/service'

const CHECK_INTERVAL_MS = 100
/** Everybody is told in the same moment, so each sends at one of its own. */
const WITHIN_MS = 500

/**
 * Tells this server's people when messages are taken again, after the log or Redis was away: by then their clients wait for
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
