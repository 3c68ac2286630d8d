import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { every, type Closable, type Log } from '@parley/service'
import { oldSpaceMaxBytes } from './old-space'

/** What is too much, and how heavily this process was loaded when it was looked at last. */
export interface Load {
  /** The longest that the event loop kept anybody waiting since the look before. */
  loopDelayMs: number
  /** Of what V8 may use of memory for what is old, the used part, garbage included. */
  heapShare: number
}

type Overload = keyof Load

export interface OverloadWatch extends Closable {
  /** What there is too much of; empty: all is well. */
  overloads(): readonly Overload[]
}

const CHECK_INTERVAL_MS = 1_000
/** It ends after so many looks in a row that found clearly less than the limit: nobody is let in and refused in turns. */
const CALM_LOOKS = 3
const CALM_SHARE_OF_LIMIT = 0.9
/**
 * Before a heap is called full: much of it may be garbage. And again while it is: nobody new is let in, so little is
 * allocated, and V8 might not collect for hours what those who left have left.
 */
const COLLECT_EVERY_MS = 30_000

/**
 * Finds out when this process has too much to do to take on more people: then new ones are refused and told when to come
 * again, and those who are connected are served. docs/decisions/012-too-busy-for-new-people.md
 */
export function watchForOverload(parts: {
  limits: Load
  readLoad: () => Load
  collect: () => void
  nowMs: () => number
  checkIntervalMs?: number
  log: Log
}): OverloadWatch {
  const { limits, readLoad, collect, nowMs, checkIntervalMs = CHECK_INTERVAL_MS, log } = parts
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
      if (!isOver) log.warn({ what, load, limits }, 'too much to do: new people are refused for a while')
    } else if (isOver) {
      const isCalm = load[what] < limits[what] * CALM_SHARE_OF_LIMIT
      const looks = isCalm ? (calmLooks.get(what) ?? 0) + 1 : 0
      calmLooks.set(what, looks)
      if (looks < CALM_LOOKS) return
      calmLooks.delete(what)
      log.info({ what, load }, 'new people are let in again')
    }
  }

  return {
    overloads: () => [...calmLooks.keys()],
    close: timer.close,
  }
}

/** Often enough to see what people feel, and cheap. */
const TICK_MS = 100

/**
 * The load of this process since it was asked last. Not by `monitorEventLoopDelay`: after each reset that does not see
 * what begins before its next tick.
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
      // Of two timers that are due after a pause this one may come first.
      const load = { loopDelayMs: Math.max(loopDelayMs, performance.now() - tickedAt - TICK_MS) }
      loopDelayMs = 0
      return { ...load, heapShare: readUsedBytes() / maxBytes }
    },
    close: timer.close,
  }
}

/** `new_`: what is young. */
function readUsedBytes(): number {
  const old = getHeapSpaceStatistics().filter(({ space_name }) => !space_name.startsWith('new_'))
  return old.reduce((so, { space_used_size }) => so + space_used_size, 0)
}

/** Makes V8 collect all garbage now: some 2 ms for each MiB that is in use. */
export function createCollect(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
