import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceOnce } from '../replace-once'
import { changeOfScripts, ROOT, runChanged } from './run-changed'
import type { DirectedMutant } from './rules'

/**
 * Runs one test file with the line replaced. Resolves to the title of the first test that failed, or null when all
 * passed. Throws when the line does not stand there exactly once, or no test ran.
 */
export async function tryOut(mutant: DirectedMutant): Promise<string | null> {
  const { file, from, to, workspace, test, title } = mutant
  replaceOnce(readFileSync(join(ROOT, file), 'utf8'), { from, to })
  const change = file.endsWith('.lua')
    ? changeOfScripts((text) => `${text}.replace(${JSON.stringify(from)}, () => ${JSON.stringify(to)})`)
    : { path: join(ROOT, file), from, to }
  return runChanged(change, { workspace, tests: [test], title })
}
