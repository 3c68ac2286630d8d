import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { aptInstall, canApt, findProgram } from '@parley/engines'
import { until } from '@parley/testkit/until'

const run = promisify(execFile)
const example = join(import.meta.dirname, '../../../examples/python')
const INSTALL_LIMIT_MS = 240_000
const ANSWER_LIMIT_MS = 60_000

/** A Python environment in this folder, with the example's dependencies; installs python3-venv if it is missing. */
export async function makePython(folder: string): Promise<string> {
  const home = join(folder, 'python')
  const make = () => run(findProgram('python3') ?? 'python3', ['-m', 'venv', home])
  await make().catch(async (cause: unknown) => {
    if (!canApt()) throw new Error('Python 3 with venv is missing: apt install python3-venv', { cause })
    await aptInstall(['python3', 'python3-venv'])
    await make()
  })
  const python = join(home, 'bin/python')
  const requirements = join(example, 'requirements.txt')
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
    timeout: INSTALL_LIMIT_MS,
  })
  return python
}

/** A line that the example prints. */
interface Told {
  kind: 'joined' | 'ready' | 'sent' | 'room' | 'refused'
  person?: { name: string; isGuest: boolean }
  message?: Said
  /** How many events `rooms:sync` brought. */
  synced?: number
  messages?: Said[] | number
  cursor?: { roomId: string; epoch: number; seq: number }
}

interface Said {
  id: string
  seq: number
  body: string
  authorName: string
}

export interface PythonClient {
  /** The first line of this kind that no call has returned yet. */
  told: (kind: Told['kind']) => Promise<Told>
  say: (body: string) => void
  /** Ends the input; resolves to the last printed line. */
  finish: () => Promise<Told>
  kill: () => void
}

export function startPythonClient(python: string, args: readonly string[]): PythonClient {
  const child = spawn(python, [join(example, 'parley_client.py'), ...args])
  const lines: Told[] = []
  const errors: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Told))
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  child.stdin.on('error', () => undefined) // it has ended: `told` reports why

  function told(kind: Told['kind']) {
    return until(`"${kind}" from the Python client`, ANSWER_LIMIT_MS, () => {
      const at = lines.findIndex((line) => line.kind === kind)
      if (at >= 0) return lines.splice(at, 1)[0]
      if (child.exitCode !== null) throw new Error(`it ended: ${JSON.stringify(lines)}\n${errors.join('')}`)
      return undefined
    })
  }

  return {
    told,
    say: (body) => child.stdin.write(`${body}\n`),
    finish() {
      child.stdin.end()
      return told('room')
    },
    kill: () => child.kill('SIGKILL'),
  }
}
