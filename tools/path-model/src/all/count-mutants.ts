import { isEquivalent } from './equivalent'
import type { ListedMutants } from './listed-mutants'
import type { SliceResult } from './slice-result'
import { keyOf, titleOf } from './survivors'

export interface TriedMutant {
  /** StrykerJS's word. */
  status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored'
  file: string
  line: number
  /** The line without its indentation. */
  text: string
  change: string
}

const KILLED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError', 'CompileError'])
const UNNOTICED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage'])

export function countAll(slice: string, mutants: readonly TriedMutant[]): SliceResult {
  const unnoticed = mutants.filter(({ status }) => UNNOTICED.has(status))
  const survived = unnoticed.filter((mutant) => !isEquivalent(whereOf(mutant), mutant.change))
  return {
    slice,
    killed: mutants.filter(({ status }) => KILLED.has(status)).length,
    equivalent: unnoticed.length - survived.length,
    survived: survived.map(entryOf),
    gone: 0,
  }
}

/** A range also holds mutants that tests notice: those inside a larger one. They do not count here. */
export function countListed(
  slice: string,
  mutants: readonly TriedMutant[],
  { wanted, equivalent, gone }: Omit<ListedMutants, 'ranges'>,
): SliceResult {
  const left = new Map(wanted)
  const isWanted = (mutant: TriedMutant) => {
    const key = keyOf({ file: mutant.file, title: titleOf(mutant.text, mutant.change) })
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count > 0
  }
  // A line can have one change at two places, of which the page lists one: the one that tests still miss, if any.
  const unnoticed = mutants.filter(({ status }) => UNNOTICED.has(status)).filter(isWanted)
  const killed = mutants.filter(({ status }) => KILLED.has(status)).filter(isWanted)
  const counted = countAll(slice, [...unnoticed, ...killed])
  const tried = [...wanted.values()].reduce((sum, count) => sum + count, 0)
  return {
    ...counted,
    equivalent: counted.equivalent + equivalent,
    gone: gone + tried - unnoticed.length - killed.length,
  }
}

const whereOf = ({ file, line, text }: TriedMutant) => `${file}:${line}: ${text}`

function entryOf(mutant: TriedMutant): string {
  const reach = mutant.status === 'NoCoverage' ? '; no test reaches it' : ''
  return `${whereOf(mutant)} (${mutant.change}${reach})`
}
