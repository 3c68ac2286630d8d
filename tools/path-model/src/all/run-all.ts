import { execFileSync } from 'node:child_process'
import { ROOT } from '../directed/run-changed'
import { readSurvivors, writePage } from './result-page'
import { slices } from './slices'
import { tryLuaMutants } from './try-lua-mutants'
import { trySlice } from './try-slice'

const LUA = 'lua'
export const sliceNames: readonly string[] = [LUA, ...slices.map(({ name }) => name)]

/** `again`: mutants that were caught last time count as caught. `survivors`: only the mutants on the slice's page. */
export interface Choice {
  again: boolean
  survivors: boolean
}

/**
 * Tries the mutants of these slices, and writes a page of each to docs/results/mutants. Resolves to whether all were
 * caught.
 */
export async function runAll(
  names: readonly string[],
  { again, survivors }: Choice,
  say: (line: string) => void,
): Promise<boolean> {
  let isWell = true
  for (const name of names) {
    say(`slice ${name}`)
    const slice = slices.find((each) => each.name === name)
    const listed = survivors ? readSurvivors(name) : null
    const commit = headCommit()
    const beganAt = Date.now()
    const result = slice ? await trySlice(slice, { again, listed }) : await tryLuaMutants(listed, say)
    writePage(result, {
      onlySurvivors: survivors,
      commit,
      minutes: Math.ceil((Date.now() - beganAt) / 60_000),
    })
    say(`${name}: ${result.killed} caught, ${result.survived.length} not`)
    isWell &&= result.survived.length === 0
  }
  return isWell
}

/** Of the code that is tested: the commit before the run, not after it. */
function headCommit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim()
}
