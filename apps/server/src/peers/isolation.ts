import type { Closable } from '@parley/service'

const CHECK_INTERVAL_MS = 1_000
/** A restarted Redis is back by then, and every server has lost it. */
const CHECKS_BEFORE_ASKING = 3
/** A peer may have reconnected a moment before us: it counts only after several answers in a row. */
const ANSWERS_TO_BE_SURE = 3
/** A connection that breaks repeatedly must not send clients away each time. */
const CHECKS_UNTIL_HEALED = 10

/**
 * Detects whether this server alone cannot reach Redis: then its clients are better off elsewhere, and it calls
 * `onIsolated` once per isolation. When the peers cannot reach Redis either, or none is known, everything stays as it is.
 * docs/decisions/009-isolated-from-redis.md
 */
export function watchForIsolation(parts: {
  isLive: () => boolean
  doesAnyReachRedis: () => Promise<boolean>
  onIsolated: () => void
  onHealed: () => void
  checkIntervalMs?: number
}): Closable & { isIsolated(): boolean } {
  const { isLive, doesAnyReachRedis, onIsolated, onHealed, checkIntervalMs = CHECK_INTERVAL_MS } = parts
  let away = 0
  let here = 0
  let answers = 0
  let isIsolated = false
  let isClosed = false
  let timer = setTimeout(() => void look(), checkIntervalMs)

  async function look() {
    if (isLive()) found()
    else await missed()
    if (!isClosed) timer = setTimeout(() => void look(), checkIntervalMs)
  }

  function found() {
    away = answers = 0
    here += 1
    if (!isIsolated || here < CHECKS_UNTIL_HEALED) return
    isIsolated = false
    onHealed()
  }

  async function missed() {
    here = 0
    away += 1
    if (isIsolated || away < CHECKS_BEFORE_ASKING) return
    answers = (await doesAnyReachRedis()) ? answers + 1 : 0
    // Asking takes a moment, in which Redis may have come back.
    if (answers < ANSWERS_TO_BE_SURE || isLive() || isClosed) return
    isIsolated = true
    onIsolated()
  }

  return {
    isIsolated: () => isIsolated,
    async close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
