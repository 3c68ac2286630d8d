/** Milliseconds since 1970 when this process started, and on from there: it never jumps. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
