import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countSuite, type Count } from './count'
import { run } from './run'
import { say } from './say'

/** Runs Vitest over some of the workspaces' projects and counts its tests. */
export async function runVitest(
  name: string,
  args: string[],
  environment: Record<string, string>,
  folder: string,
): Promise<Count> {
  say(name)
  const report = join(folder, `${name.replaceAll(' ', '-')}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run('vitest', ['run', ...args, ...reporters], environment)
  return countSuite(await readCount(report), code)
}

async function readCount(report: string): Promise<Count> {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8')) as Record<
      string,
      number
    >
    return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 }
  } catch {
    return { passed: 0, failed: 0 } // no report: it crashed, which `countSuite` counts
  }
}
