// The output of the services: unchanged into `logs/<name>.log`, and with a prefix on the terminal.
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isTrouble, prettyLine } from './pretty-log'
import type { Terminal } from './terminal'

export interface ServiceLog {
  line: (name: string, line: string) => void
  /** Shows all lines from now on; before that only trouble is shown. */
  showAll: () => void
  close: () => void
}

export function createServiceLog({
  dataDir,
  names,
  terminal,
}: {
  dataDir: string
  names: string[]
  terminal: Terminal
}): ServiceLog {
  mkdirSync(join(dataDir, 'logs'), { recursive: true })
  const files = new Map(names.map((name) => [name, createWriteStream(join(dataDir, 'logs', `${name}.log`))]))
  const width = Math.max(...names.map((name) => name.length))
  let isShown = false

  function show(name: string, line: string) {
    const prefix = terminal.tint(`${name.padEnd(width)} |`, names.indexOf(name))
    if (!line) return
    for (const part of prettyLine(line, terminal.paint).split('\n')) terminal.print(`${prefix} ${part}`)
  }
  return {
    line(name, line) {
      files.get(name)?.write(`${line}\n`)
      if (isShown || isTrouble(line)) show(name, withoutCursorCodes(line))
    },
    showAll: () => void (isShown = true),
    close: () => files.forEach((file) => file.end()),
  }
}

/** Next hides and shows the terminal's cursor, which it does not own here. */
function withoutCursorCodes(line: string) {
  return line.replace(/\u001b\[\?25[hl]/g, '').trimEnd()
}
