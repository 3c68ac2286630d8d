import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEquivalent } from './equivalent'
import { findMutant, keyOf, readEntry, type NamedMutant } from './survivors'

/** The mutants on a slice's page, found again in today's code. */
export interface ListedMutants {
  /** For StrykerJS's option `mutate`. */
  ranges: readonly string[]
  /** Need no run. */
  equivalent: number
  /** How often the page lists each mutant that is tried. */
  wanted: ReadonlyMap<string, number>
  gone: number
}

export function findListed(folder: string, entries: readonly string[]): ListedMutants {
  const ranges = new Set<string>()
  const wanted = new Map<string, number>()
  let equivalent = 0
  let gone = 0
  for (const mutant of entries.map(readEntry)) {
    const { file } = mutant
    const found = find(folder, mutant)
    if (!found) gone += 1
    else if (isEquivalent(`${file}:${found.line}: ${found.text}`, found.change)) equivalent += 1
    else {
      wanted.set(keyOf(mutant), (wanted.get(keyOf(mutant)) ?? 0) + 1)
      for (const range of found.ranges) ranges.add(`${file}:${range}`)
    }
  }
  return { ranges: [...ranges], equivalent, wanted, gone }
}

function find(folder: string, mutant: NamedMutant) {
  const path = join(folder, mutant.file)
  return existsSync(path) ? findMutant(readFileSync(path, 'utf8'), mutant) : null
}
