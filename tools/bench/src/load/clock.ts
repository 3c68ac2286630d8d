// One clock for all processes of this machine: CLOCK_MONOTONIC, without the allocation of `hrtime` at every reading.
const [seconds, nanoseconds] = process.hrtime()
const offsetMs = seconds * 1_000 + nanoseconds / 1e6 - performance.now()

/** Milliseconds; equal in every process of this machine. */
export function nowMs(): number {
  return offsetMs + performance.now()
}
