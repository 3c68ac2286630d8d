import type { ServerPayload } from '@parley/protocol'
import { every, type Closable } from '@parley/service'

const CHECK_INTERVAL_MS = 1_000

/** Tells this server's clients when Redis goes down and when it is back: until then they see messages late. */
export function createLiveState(parts: {
  isLive: () => boolean
  tell: (state: ServerPayload<'live:state'>) => void
}): Closable {
  const { isLive, tell } = parts
  let wasLive = true

  function look() {
    const live = isLive()
    if (live !== wasLive) tell({ delayed: !live })
    wasLive = live
  }

  return every(CHECK_INTERVAL_MS, look)
}
