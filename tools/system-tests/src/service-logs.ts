import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Lines of `logs/server-*.log` and `logs/persister-*.log` that nobody should have had to write. */
export function findUnexpectedErrors(dataDir: string, expected: readonly RegExp[]): string[] {
  const folder = join(dataDir, 'logs')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^(server|persister)-\d+\.log$/.test(name))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && isError(line) && !expected.some((pattern) => pattern.test(line)))
        .map((line) => `${name}: ${line}`),
    )
}

/** An event of level error or fatal, or a line that is no event at all: something that Node itself wrote. */
function isError(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    return level === 'error' || level === 'fatal'
  } catch {
    return true
  }
}
