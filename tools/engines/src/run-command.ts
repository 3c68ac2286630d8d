import { spawn } from 'node:child_process'

/** Runs a program to its end; rejects with the last lines that it wrote. */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
) {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-20_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve(output)
      const tail = output.trimEnd().split('\n').slice(-12).join('\n')
      reject(new Error(`${command} ${args.join(' ')} ended with code ${code ?? 'unknown'}:\n${tail}`))
    })
  })
}
