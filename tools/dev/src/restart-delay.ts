/** A service that lived this long was well; its crashes are counted anew. Milliseconds. */
const WELL_AFTER_MS = 30_000
const LONGEST_MS = 16_000

/** How long to wait before a service that ended by itself is started again: at once, then 1, 2, 4 ... s. Milliseconds. */
export function restartDelayMs(crashesInARow: number): number {
  return crashesInARow <= 1 ? 0 : Math.min(LONGEST_MS, 1_000 * 2 ** (crashesInARow - 2))
}

/** With the one that just happened. */
export function countCrashes(before: number, livedMs: number): number {
  return livedMs >= WELL_AFTER_MS ? 1 : before + 1
}
