// The machine and the commit of a result: without them it cannot be compared.
import { execFileSync } from 'node:child_process'
import { cpus, platform, release, totalmem } from 'node:os'

const MEASURED = ['apps/server', 'apps/persister', 'packages']

export function describeMachine(): string {
  const [{ model } = { model: 'unknown' }] = cpus()
  const gigabytes = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores (${model.trim()}), ${gigabytes} GB, ${platform()} ${release()}, Node ${process.versions.node}`
}

/** The short hash of the checkout, with a note if the measured code has uncommitted changes. */
export function describeCommit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        encoding: 'utf8',
        cwd: import.meta.dirname,
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim()
    const top = git('rev-parse', '--show-toplevel')
    const changed = git('-C', top, 'status', '--porcelain', '--', ...MEASURED)
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '')
  } catch {
    return 'unknown' // no checkout
  }
}
