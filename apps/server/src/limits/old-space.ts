const MIB = 1024 * 1024
/** Three semi-spaces, each of at most 16 MiB, where nothing else was said. */
const YOUNG_MAX_BYTES = 3 * 16 * MIB
/** Where there is little memory a semi-space is this share of what is old. */
const SEMI_SPACE_SHARE = 1 / 128

/**
 * How large V8 lets become what is old: a process dies when that has no room left. V8 tells only one sum of it and of
 * the room for what is young, so the flags that it was started with are asked, and its defaults where they say nothing.
 */
export function oldSpaceMaxBytes(heapSizeLimit: number, flags: string): number {
  const oldMiB = lastOf(flags, /--max[-_]old[-_]space[-_]size[= ](\d+)/g)
  if (oldMiB) return oldMiB * MIB
  const semiMiB = lastOf(flags, /--max[-_]semi[-_]space[-_]size[= ](\d+)/g)
  if (semiMiB) return heapSizeLimit - 3 * semiMiB * MIB
  return Math.max(heapSizeLimit - YOUNG_MAX_BYTES, heapSizeLimit / (1 + 3 * SEMI_SPACE_SHARE))
}

/** V8 believes the last one. */
function lastOf(flags: string, flag: RegExp): number {
  return Number([...flags.matchAll(flag)].at(-1)?.[1] ?? 0)
}
