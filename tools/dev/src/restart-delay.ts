/** After this uptime a service counts as healthy, and its crashes are counted from zero. Milliseconds. */
const WELL_AFTER_MS = 30_000
const LONGEST_MS = 16_000

/** The pause before an unexpectedly ended service is restarted: none, then 1, 2, 4 ... s. Milliseconds. */
export function restartDelayMs(crashesInARow: number): number {
  return crashesInARow <= 1 ? 0 : Math.min(LONGEST_MS, 1_000 * 2 ** (crashesInARow - 2))
}

/** Includes the current crash. */
export function countCrashes(before: number, livedMs: number): number {
  return livedMs >= WELL_AFTER_MS ? 1 : before + 1
}
