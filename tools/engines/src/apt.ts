import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram } from './find-program'
import { runCommand } from './run-command'

const POLICY = '/usr/sbin/policy-rc.d'
let update: Promise<unknown> | null = null

export function canApt() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== null
}

/** Serialized: apt-get has one lock. The package lists are fetched once. */
export async function aptInstall(packages: string[]): Promise<void> {
  update ??= apt(['update', '-qq']).catch(() => undefined) // old lists may suffice; the install tells
  const before = queue
  queue = before.then(async () => {
    await update
    await withoutStartingServices(() => apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]))
  })
  const mine = queue
  queue = queue.catch(() => undefined)
  await mine
}

let queue: Promise<unknown> = Promise.resolve()

function apt(args: string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env })
}

/**
 * Debian starts a service when its package is installed; we need only the program. The refusal holds only while this
 * process lives, so that a file left by a crash does no harm.
 */
async function withoutStartingServices(install: () => Promise<unknown>) {
  if (existsSync(POLICY)) return install() // the file exists, as in containers: an existing policy decides
  writeFileSync(POLICY, `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`, {
    mode: 0o755,
  })
  try {
    return await install()
  } finally {
    rmSync(POLICY, { force: true })
  }
}
