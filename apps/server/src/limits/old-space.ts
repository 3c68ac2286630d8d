const MIB = 1024 * 1024
/** By default three semi-spaces, each of at most 16 MiB. */
const YOUNG_MAX_BYTES = 3 * 16 * MIB
/** With little memory a semi-space is this share of the old generation. */
const SEMI_SPACE_SHARE = 1 / 128

/**
 * V8's limit for the old generation: a process dies when it is full. V8 reports only the sum of old and young generation,
 * so the start flags give the young one, or V8's defaults if no flag does.
 */
export function oldSpaceMaxBytes(heapSizeLimit: number, flags: string): number {
  const oldMiB = lastOf(flags, /--max[-_]old[-_]space[-_]size[= ](\d+)/g)
  if (oldMiB) return oldMiB * MIB
  const semiMiB = lastOf(flags, /--max[-_]semi[-_]space[-_]size[= ](\d+)/g)
  if (semiMiB) return heapSizeLimit - 3 * semiMiB * MIB
  return Math.max(heapSizeLimit - YOUNG_MAX_BYTES, heapSizeLimit / (1 + 3 * SEMI_SPACE_SHARE))
}

/** V8 uses the last one. */
function lastOf(flags: string, flag: RegExp): number {
  return Number([...flags.matchAll(flag)].at(-1)?.[1] ?? 0)
}
