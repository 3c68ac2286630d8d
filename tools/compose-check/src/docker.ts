import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..', '..')

/** What Docker said, when it said no. */
export class DockerError extends Error {
  override name = 'DockerError'
}

export interface DockerOptions {
  environment?: NodeJS.ProcessEnv
  limitMs: number
  /** Hears every line while it comes; for what takes long. */
  onLine?: (line: string) => void
}

/** Runs `docker ...` in the repository. Resolves to what it wrote on stdout, rejects with what it wrote on stderr. */
export function docker(
  args: readonly string[],
  { environment, limitMs, onLine }: DockerOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
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
    child.once('error', (cause) => reject(new DockerError('docker could not be started', { cause })))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) return resolve(out)
      const how = signal ? `did not end within ${limitMs / 1_000} s` : `code ${code}`
      reject(new DockerError(`docker ${args.slice(0, 6).join(' ')} (${how}):\n${complaint.slice(-4_000)}`))
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
