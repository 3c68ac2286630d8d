import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startVitest, type TestModule } from 'vitest/node'
import { replaceOnce } from '../replace-once'
import type { DirectedMutant } from './rules'

const ROOT = resolve(import.meta.dirname, '../../../..')
const SCRIPT_LOADER = join(ROOT, 'packages/delivery/src/script.ts')
const READ_SCRIPT = `readFileSync(join(import.meta.dirname, fileName), 'utf8')`

/**
 * Runs one test file with the line taken out, in memory: no file is changed. Resolves to the title of the first test that
 * failed, or null when all passed. Throws when the line is not there any more, or no test ran.
 */
export async function tryOut(mutant: DirectedMutant): Promise<string | null> {
  const { file, from, to, workspace, test, title } = mutant
  replaceOnce(readFileSync(join(ROOT, file), 'utf8'), { from, to })
  const change = file.endsWith('.lua')
    ? {
        path: SCRIPT_LOADER,
        from: READ_SCRIPT,
        to: `${READ_SCRIPT}.replace(${quote(from)}, () => ${quote(to)})`,
      }
    : { path: join(ROOT, file), from, to }
  const root = join(ROOT, workspace)
  const environment = { ...process.env }
  const vitest = await startVitest(
    'test',
    [test],
    { root, config: join(root, 'vitest.config.ts'), watch: false, reporters: [{}], testNamePattern: title },
    { plugins: [changeLine(change)] },
  )
  const modules = vitest.state.getTestModules()
  await vitest.close()
  process.env = environment // with the addresses of engines that are gone by now
  process.exitCode = 0 // a test that fails is what is wanted here
  if (modules.length === 0) throw new Error(`${workspace} has no test ${test}`)
  return modules.map(firstFailure).find((title) => title !== null) ?? null
}

function changeLine({ path, from, to }: { path: string; from: string; to: string }) {
  return {
    name: 'change-line',
    enforce: 'pre' as const,
    transform: (code: string, id: string) =>
      id.split('?')[0] === path ? replaceOnce(code, { from, to }) : null,
  }
}

function firstFailure(module: TestModule): string | null {
  const [failed] = [...module.children.allTests('failed')]
  if (!failed && module.state() === 'failed') throw new Error(`${module.moduleId} could not be run`)
  return failed?.fullName ?? null
}

function quote(text: string): string {
  return JSON.stringify(text)
}
