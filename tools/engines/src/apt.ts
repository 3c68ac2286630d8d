import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram } from './find-program'
import { runCommand } from './run-command'

const POLICY = '/usr/sbin/policy-rc.d'
let update: Promise<unknown> | null = null

export function canApt() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== null
}

/** One at a time: apt-get has one lock, and lists of packages are fetched once. */
export async function aptInstall(packages: string[]): Promise<void> {
  update ??= apt(['update', '-qq']).catch(() => undefined) // old lists may do; the install tells
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
 * Debian starts a service when its package is installed; we want the program alone. The refusal holds only while this
 * process lives, so that one left behind by a crash does no harm.
 */
async function withoutStartingServices(install: () => Promise<unknown>) {
  if (existsSync(POLICY)) return install() // as in containers: somebody already decides
  writeFileSync(POLICY, `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`, {
    mode: 0o755,
  })
  try {
    return await install()
  } finally {
    rmSync(POLICY, { force: true })
  }
}
