import { fewMarks } from '@parley/ui'

/** Marks that change the text direction, and their ends. */
const TURNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** Hebrew, Arabic and related scripts, which run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** A name inside a sentence that cannot hold elements (titles, labels): its text direction ends with it. */
export function isolate(name: string): string {
  const plain = fewMarks(name.replace(TURNS, ''))
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain
}
