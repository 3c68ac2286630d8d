import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Unexpected errors in `logs/server-*.log` and `logs/persister-*.log`. */
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

/** An event of level error or fatal, or a line that is not an event at all: Node's own output. */
function isError(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    return level === 'error' || level === 'fatal'
  } catch {
    return true
  }
}
