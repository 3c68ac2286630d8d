import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { every, type Closable, type Logger } from '@parley/service'
import { oldSpaceMaxBytes } from './old-space'

/** The limits, and the load of this process at the last check. */
export interface Load {
  /** The longest delay of the event loop since the previous check. */
  loopDelayMs: number
  /** The used share of V8's old generation, garbage included. */
  heapShare: number
}

type Overload = keyof Load

export interface OverloadWatch extends Closable {
  /** The exceeded limits; empty: no overload. */
  overloads(): readonly Overload[]
}

const CHECK_INTERVAL_MS = 1_000
/**
 * The overload ends after this many consecutive checks clearly below the limit, so that the server does not alternate
 * between accepting and refusing.
 */
const CALM_LOOKS = 3
const CALM_SHARE_OF_LIMIT = 0.9
/**
 * Collect before a heap is called full: much of it may be garbage. Repeat while it is full: the server accepts no new
 * client, so it allocates little, and V8 might not collect the memory of departed clients for hours.
 */
const COLLECT_EVERY_MS = 30_000

/**
 * Detects when this process is too loaded for new clients: it then refuses them with a time to try again, and serves the
 * connected ones. docs/decisions/012-too-busy-for-new-people.md
 */
export function watchForOverload(parts: {
  limits: Load
  readLoad: () => Load
  collect: () => void
  nowMs: () => number
  checkIntervalMs?: number
  logger: Logger
}): OverloadWatch {
  const { limits, readLoad, collect, nowMs, checkIntervalMs = CHECK_INTERVAL_MS, logger } = parts
  const calmLooks = new Map<Overload, number>()
  let collectedAt = -Infinity
  const timer = every(checkIntervalMs, look)

  function look() {
    const load = readLoad()
    const isFull = calmLooks.has('heapShare') || load.heapShare >= limits.heapShare
    if (isFull && nowMs() - collectedAt > COLLECT_EVERY_MS) {
      collect()
      collectedAt = nowMs()
      load.heapShare = readLoad().heapShare
    }
    for (const what of ['loopDelayMs', 'heapShare'] as const) consider(what, load)
  }

  function consider(what: Overload, load: Load) {
    const isOver = calmLooks.has(what)
    if (load[what] >= limits[what]) {
      calmLooks.set(what, 0)
      if (!isOver)
        logger.warn({ what, load, limits }, 'overloaded: new clients are refused until the load is normal')
    } else if (isOver) {
      const isCalm = load[what] < limits[what] * CALM_SHARE_OF_LIMIT
      const looks = isCalm ? (calmLooks.get(what) ?? 0) + 1 : 0
      calmLooks.set(what, looks)
      if (looks < CALM_LOOKS) return
      calmLooks.delete(what)
      logger.info({ what, load }, 'load is normal: new clients are accepted again')
    }
  }

  return {
    overloads: () => [...calmLooks.keys()],
    close: timer.close,
  }
}

/** Often enough to measure delays that users feel, and cheap. */
const TICK_MS = 100

/**
 * The load of this process since the last reading. Not `monitorEventLoopDelay`: after each reset it does not see a delay
 * that begins before its next tick.
 */
export function openLoad(v8Flags: string): Closable & { read(): Load } {
  const maxBytes = oldSpaceMaxBytes(getHeapStatistics().heap_size_limit, v8Flags)
  let tickedAt = performance.now()
  let loopDelayMs = 0
  const timer = every(TICK_MS, tick)

  function tick() {
    const now = performance.now()
    loopDelayMs = Math.max(loopDelayMs, now - tickedAt - TICK_MS)
    tickedAt = now
  }

  return {
    read() {
      // Of two timers that are due after a pause, this one may run first.
      const load = { loopDelayMs: Math.max(loopDelayMs, performance.now() - tickedAt - TICK_MS) }
      loopDelayMs = 0
      return { ...load, heapShare: readUsedBytes() / maxBytes }
    },
    close: timer.close,
  }
}

/** `new_`: the young generation. */
function readUsedBytes(): number {
  const old = getHeapSpaceStatistics().filter(({ space_name }) => !space_name.startsWith('new_'))
  return old.reduce((so, { space_used_size }) => so + space_used_size, 0)
}

/** Makes V8 collect all garbage now: some 2 ms for each MiB in use. */
export function createCollect(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
