import { LogSilentError } from './errors'

/**
 * How long a consumer may hear nothing from the log. Milliseconds. kafkajs can stop for good without an error (#659,
 * #267).
 */
export const SILENCE_MS = 30_000

export interface Watchdog {
  /** The log has answered. */
  alive: () => void
  lastActivityMs: () => number
  close: () => void
}

export interface WatchdogOptions {
  silenceMs: number
  /** Another measure of silence, besides the time since `alive`. Milliseconds. */
  alsoSilentMs?: () => number
  onSilent: (error: Error) => void
}

/** Calls `onSilent` once when `alive` was not called for `silenceMs`. */
export function createWatchdog({ silenceMs, alsoSilentMs = () => 0, onSilent }: WatchdogOptions): Watchdog {
  const checkIntervalMs = Math.max(10, silenceMs / 6)
  let lastActivityMs = performance.now()
  let lastLookMs = lastActivityMs

  const timer = setInterval(function look() {
    const now = performance.now()
    // A late check means that this process slept (stopped, swapped out), not the log: give the log another period.
    const hasSlept = now - lastLookMs > 3 * checkIntervalMs
    lastLookMs = now
    if (hasSlept) return void (lastActivityMs = now)
    const silentMs = Math.max(now - lastActivityMs, alsoSilentMs())
    if (silentMs < silenceMs) return
    clearInterval(timer)
    onSilent(new LogSilentError(silentMs))
  }, checkIntervalMs)
  timer.unref()

  return {
    alive() {
      lastActivityMs = performance.now()
    },
    lastActivityMs: () => lastActivityMs,
    close() {
      clearInterval(timer)
    },
  }
}
