import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../directed/run-changed'
import type { SliceResult } from './slice-result'
import { slices } from './slices'
import { tryLuaMutants } from './try-lua-mutants'
import { trySlice } from './try-slice'

const LUA = 'lua'
export const sliceNames: readonly string[] = [LUA, ...slices.map(({ name }) => name)]

/**
 * Tries every mutant of these slices, and writes a page of each to docs/results/mutants. Resolves to whether all were
 * caught.
 */
export async function runAll(
  names: readonly string[],
  { again }: { again: boolean },
  say: (line: string) => void,
): Promise<boolean> {
  let isWell = true
  for (const name of names) {
    say(`slice ${name}`)
    const slice = slices.find((each) => each.name === name)
    const beganAt = Date.now()
    const result = slice ? await trySlice(slice, again) : await tryLuaMutants(say)
    write(result, Math.round((Date.now() - beganAt) / 60_000))
    say(`${name}: ${result.killed} caught, ${result.survived.length} not`)
    isWell &&= result.survived.length === 0
  }
  return isWell
}

function write({ slice, killed, equivalent, survived }: SliceResult, minutes: number): void {
  const folder = join(ROOT, 'docs', 'results', 'mutants')
  mkdirSync(folder, { recursive: true })
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim()
  const lines = [
    `# Mutants of ${slice}`,
    '',
    `Written by \`npm run mutants -- --all --slice ${slice}\` on ${new Date().toISOString().slice(0, 10)}, commit ${commit}, ` +
      `Node ${process.versions.node}, ${cpus().length} cores (${arch()}), in ${minutes} min.`,
    '',
    '| noticed by a test | known to change nothing | not noticed |',
    '| --- | --- | --- |',
    `| ${killed} | ${equivalent} | ${survived.length} |`,
    ...(survived.length > 0 ? ['', 'Not noticed:', ''] : []),
    ...survived.map((one) => `- \`${one.replaceAll('`', "'")}\``),
    '',
  ]
  writeFileSync(join(folder, `${slice}.md`), lines.join('\n'))
}
