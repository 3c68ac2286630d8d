import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from './logger'

/** One failed request may be a leader change; two in a row are an outage. */
const FAILURES_OF_AN_OUTAGE = 2
/** The pause between two probes while the log is down. Milliseconds. No append is served until one succeeds. */
const PROBE_EVERY_MS = 250
/** Longer than the longest pause between two attempts of an append. Milliseconds. */
const FRESH_FAILURE_MS = 1_500
/** While the last success is this recent, a failure concerns one broker among several, or one record. Milliseconds. */
const FRESH_SUCCESS_MS = 500

export interface Availability {
  isAvailable: () => boolean
  succeeded: () => void
  failed: (cause: unknown) => void
  /** Like `failed`, but one call is enough: an append timed out. */
  lost: (cause: unknown) => void
  close: () => void
}

/**
 * Remembers whether the log answers. While it does not, servers refuse to append, so no append would notice its return:
 * `probe` does.
 */
export function createAvailability({
  probe,
  logger,
}: {
  probe: () => Promise<void>
  logger: Logger
}): Availability {
  let isAvailable = true
  let failures = 0
  let lastFailureMs = -Infinity
  let lastSuccessMs = performance.now()
  let isProbing = false
  let isClosed = false

  function succeeded() {
    failures = 0
    lastSuccessMs = performance.now()
    if (isAvailable || isClosed) return
    isAvailable = true
    logger.info({}, 'the log answers again')
  }

  /** A log may answer questions and still accept no records: recent append attempts tell more, if there are any. */
  function believe() {
    if (performance.now() - lastFailureMs > FRESH_FAILURE_MS) succeeded()
  }

  function lost(cause: unknown) {
    if (!isAvailable || isClosed) return
    if (performance.now() - lastSuccessMs < FRESH_SUCCESS_MS) return
    isAvailable = false
    logger.warn({ cause }, 'the log does not answer; sends are refused until it does')
    void probeUntilBack()
  }

  async function probeUntilBack() {
    if (isProbing) return
    isProbing = true
    while (!isAvailable && !isClosed) {
      await pause(PROBE_EVERY_MS, undefined, { ref: false })
      await probe().then(believe, () => {}) // still down: already logged
    }
    isProbing = false
  }

  return {
    isAvailable: () => isAvailable && !isClosed,
    succeeded,
    failed(cause) {
      failures += 1
      lastFailureMs = performance.now()
      if (failures >= FAILURES_OF_AN_OUTAGE) lost(cause)
    },
    lost,
    close() {
      isClosed = true
    },
  }
}
