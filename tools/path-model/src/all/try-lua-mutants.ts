import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeOfScripts, ROOT, runChanged } from '../directed/run-changed'
import { isEquivalent } from './equivalent'
import { luaMutants } from './lua-mutants'
import type { SliceResult } from './slice-result'
import { keyOf, readEntry } from './survivors'

const WORKSPACE = 'packages/delivery'
/** Quickest first: the first file catches most mutants. */
const TESTS = [
  'test/sequence.test',
  'test/trim-and-read',
  'test/recovery-barriers',
  'test/loss',
  'test/full-memory',
]

/** The mutants of the scripts of a room, one after the other. `listed`: only these entries of its page. */
export async function tryLuaMutants(
  listed: readonly string[] | null,
  say: (line: string) => void,
): Promise<SliceResult> {
  const wanted = listed && new Set(listed.map((entry) => keyOf(readEntry(entry))))

  const folder = join(ROOT, WORKSPACE, 'src')
  const result: SliceResult = { slice: 'lua', killed: 0, equivalent: 0, survived: [], gone: 0 }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.lua'))) {
    const script = readFileSync(join(folder, file), 'utf8')
    for (const { line, change, text } of luaMutants(script)) {
      const where = `${file}:${line}: ${script.split('\n')[line - 1]!.trim()}`
      if (wanted && !wanted.delete(keyOf(readEntry(`${where} (${change})`)))) continue
      if (isEquivalent(where, change)) {
        result.equivalent += 1
        continue
      }
      const changed = changeOfScripts(
        (original) => `(fileName === ${JSON.stringify(file)} ? ${JSON.stringify(text)} : ${original})`,
      )
      const killedBy = await runChanged(changed, { workspace: WORKSPACE, tests: TESTS })
      if (killedBy !== null) result.killed += 1
      else {
        result.survived.push(`${where} (${change})`)
        say(`SURVIVED ${where} (${change})`)
      }
    }
  }
  return { ...result, gone: wanted?.size ?? 0 }
}
