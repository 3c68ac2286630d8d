import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Prisma's client is generated from the schema and not kept in git. */
export function generateDatabaseClient(root: string): Promise<void> {
  return runTurbo(root, ['run', 'generate', '--filter=@parley/database'])
}

export function isDatabaseClientFresh(root: string): boolean {
  const folder = join(root, 'packages', 'database')
  const generated = join(folder, 'src', 'generated', 'client.ts')
  if (!existsSync(generated)) return false
  return statSync(generated).mtimeMs >= statSync(join(folder, 'prisma', 'schema.prisma')).mtimeMs
}

function runTurbo(root: string, args: string[]) {
  return new Promise<void>((resolve, reject) => {
    const turbo = spawn('turbo', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [turbo.stdout, turbo.stderr])
      stream.on('data', (chunk: Buffer) => void (output += chunk.toString()))
    turbo.once('error', reject)
    turbo.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`Prisma's client could not be generated.\n${output}`)),
    )
  })
}
