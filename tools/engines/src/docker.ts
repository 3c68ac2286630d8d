import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** What Docker said, when it said no. */
export class DockerError extends Error {
  override name = 'DockerError'
}

export interface DockerOptions {
  environment?: NodeJS.ProcessEnv
  limitMs: number
  /** Hears every line of stderr while it comes; for what takes long. */
  onLine?: (line: string) => void
  /** It may end after us. */
  outlivesUs?: boolean
}

// With a group of its own Ctrl-C does not reach it: that is for us, who then stop things in order. So it is ours to end.
const ours = new Set<ChildProcess>()
process.on('exit', () => ours.forEach((child) => child.kill()))

/** Runs `docker ...` in the repository. Resolves to what it wrote on stdout, rejects with the end of all that it wrote. */
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
      // A build tells on stdout what went wrong.
      const told = `${out.slice(-4_000)}\n${complaint.slice(-4_000)}`.trim()
      reject(new DockerError(`docker ${args.slice(0, 6).join(' ')} (${how}):\n${told}`))
    })
  })
}

/** True when an engine answers and knows Compose. */
export async function hasDocker(): Promise<boolean> {
  try {
    await docker(['version', '--format', '{{.Server.Version}}'], { limitMs: 10_000 })
    await docker(['compose', 'version'], { limitMs: 10_000 })
    return true
  } catch {
    return false
  }
}
