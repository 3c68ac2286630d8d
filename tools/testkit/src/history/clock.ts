/** Milliseconds since 1970 when this process started, and from there by the monotonic clock: it never jumps. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
