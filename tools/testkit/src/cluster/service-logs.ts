import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

export interface ServiceLogs {
  line: (id: string, line: string) => void
  /** Errors in the services' logs since the last call, with the number of each: for the report. */
  takeErrors(): string[]
  close(): Promise<void>
}

/** Writes the services' output to `logs/<id>.log`, and remembers their errors. */
export function openServiceLogs(dataDir: string): ServiceLogs {
  const folder = join(dataDir, 'logs')
  mkdirSync(folder, { recursive: true })
  const files = new Map<string, WriteStream>()
  const errors = new Map<string, number>()

  function line(id: string, text: string) {
    const file = files.get(id) ?? createWriteStream(join(folder, `${id}.log`), { flags: 'a' })
    files.set(id, file)
    file.write(`${text}\n`)
    const error = errorIn(text)
    if (error) errors.set(`${id}: ${error}`, (errors.get(`${id}: ${error}`) ?? 0) + 1)
  }

  return {
    line,
    takeErrors() {
      const said = [...errors].map(([error, times]) => (times > 1 ? `${error} (${times} times)` : error))
      errors.clear()
      return said
    },
    async close() {
      await Promise.all([...files.values()].map((file) => new Promise((resolve) => file.end(resolve))))
      files.clear()
    },
  }
}

function errorIn(text: string): string | null {
  try {
    const { level, msg } = JSON.parse(text) as { level?: unknown; msg?: unknown }
    return level === 'error' || level === 'fatal' ? String(msg) : null
  } catch {
    return null // HAProxy's own lines
  }
}
