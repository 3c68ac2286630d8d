import { join, resolve } from 'node:path'
import { startVitest, type TestModule } from 'vitest/node'
import { replaceOnce } from '../replace-once'

export const ROOT = resolve(import.meta.dirname, '../../../..')
const SCRIPT_LOADER = join(ROOT, 'packages/delivery/src/script.ts')
const READ_SCRIPT = `readFileSync(join(import.meta.dirname, fileName), 'utf8')`

/** A place in the code, and its replacement. `path` is absolute. */
export interface CodeChange {
  path: string
  from: string
  to: string
}

/** `expression` is the new text of a script; in it `text` is the file's text, and `fileName` its name. */
export function changeOfScripts(expression: (text: string) => string): CodeChange {
  return { path: SCRIPT_LOADER, from: READ_SCRIPT, to: expression(READ_SCRIPT) }
}

/**
 * Runs tests of a workspace with the code changed in memory: no file is changed. Resolves to the title of the first test
 * that failed, or null when all passed. Throws when no test ran.
 */
export async function runChanged(
  change: CodeChange,
  { workspace, tests, title }: { workspace: string; tests: readonly string[]; title?: string | undefined },
): Promise<string | null> {
  const root = join(ROOT, workspace)
  const environment = { ...process.env }
  const vitest = await startVitest(
    'test',
    [...tests],
    {
      root,
      config: join(root, 'vitest.config.ts'),
      watch: false,
      reporters: [{}],
      testNamePattern: title,
      bail: 1,
    },
    { plugins: [changeCode(change)] },
  )
  const modules = vitest.state.getTestModules()
  await vitest.close()
  process.env = environment // with the addresses of engines that are gone by now
  process.exitCode = 0 // a failing test is the wanted result here
  if (modules.length === 0) throw new Error(`${workspace} has no test ${tests.join()}`)
  return modules.map(firstFailure).find((title) => title !== null) ?? null
}

function changeCode({ path, from, to }: CodeChange) {
  return {
    name: 'change-code',
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
