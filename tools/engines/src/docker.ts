import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** Docker's error output. */
export class DockerError extends Error {
  override name = 'DockerError'
}

export interface DockerOptions {
  environment?: NodeJS.ProcessEnv
  limitMs: number
  /** Called with every line of stderr as it comes; for long commands. */
  onLine?: (line: string) => void
  /** The process may outlive this one. */
  outlivesUs?: boolean
}

// A process group of its own keeps Ctrl-C away from it: we get the signal and stop things in order. So we must end it.
const ours = new Set<ChildProcess>()
process.on('exit', () => ours.forEach((child) => child.kill()))

/** Runs `docker ...` in the repository. Resolves to its stdout, rejects with the end of its output. */
export function docker(
  args: readonly string[],
  { environment, limitMs, onLine, outlivesUs = false }: DockerOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    if (!outlivesUs) ours.add(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    let out = ''
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
      chunk
        .toString()
        .split('\n')
        .filter(Boolean)
        .forEach((line) => onLine?.(line))
    })
    const over = () => {
      clearTimeout(timer)
      ours.delete(child)
    }
    child.once('error', (cause) => {
      over()
      reject(new DockerError('docker could not be started', { cause }))
    })
    child.once('close', (code, signal) => {
      over()
      if (code === 0) return resolve(out)
      const how = signal ? `did not end within ${limitMs / 1_000} s` : `code ${code}`
      // A build reports its errors on stdout.
      const told = `${out.slice(-4_000)}\n${complaint.slice(-4_000)}`.trim()
      reject(new DockerError(`docker ${args.slice(0, 6).join(' ')} (${how}):\n${told}`))
    })
  })
}

/** True when the Docker engine answers and has Compose. */
export async function hasDocker(): Promise<boolean> {
  try {
    await docker(['version', '--format', '{{.Server.Version}}'], { limitMs: 10_000 })
    await docker(['compose', 'version'], { limitMs: 10_000 })
    return true
  } catch {
    return false
  }
}
