// For tests of code that reads texts of other people: no text may hold up its reader.
import { runInNewContext } from 'node:vm'

const UNITS = 64 * 1024
/**
 * Nobody would notice less time than this, and it is too little to compare: the first garbage collection would decide.
 */
const TOO_LITTLE_MS = 200
/** Ends work that would never end. */
const HANGS_AFTER_MS = 10_000

/** Pieces that a regular expression may try in many groupings, and marks, which are sorted. */
const PIECES = [
  ...['a', ' ', '\n', '.', '-', '1', 'a.', '😀', '👩\u200D', '🇩🇪', '1\uFE0F\u20E3'],
  ...['e\u0301', '\u0315\u0323', '\u200B', '\u2067', 'ا\u200C', '\uD800'],
]

/**
 * The pieces (of the usual ones and of these) that take more than their share of time: 64 KiB of them take more than 8
 * times as long as 16 KiB; linear is 4 times, quadratic 16 times. CPU time, the lower of two runs.
 */
export function superLinear(read: (text: string) => unknown, more: readonly string[] = []): string[] {
  const forms = [(many: string) => many, (many: string) => `${many}!`, (many: string) => `!${many}`]
  return [...PIECES, ...more].filter((piece) =>
    forms.some((form) => {
      const cost = (units: number) => cpuMs(read, form(piece.repeat(units / piece.length)))
      const least = (units: number) => Math.min(cost(units), cost(units))
      if (cost(UNITS) < TOO_LITTLE_MS) return false
      const ofAll = least(UNITS)
      return ofAll === Infinity || ofAll > 8 * least(UNITS / 4)
    }),
  )
}

function cpuMs(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage()
  try {
    runInNewContext('work()', { work: () => void read(text) }, { timeout: HANGS_AFTER_MS })
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return Infinity
  }
  return process.cpuUsage(before).user / 1_000
}
