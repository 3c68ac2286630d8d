// A port is found long before its program listens on it. So that two starts (two checkouts, two tests) do not find the
// same one meanwhile, each claims its port in a file that holds while its process lives.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache'
import { takePidLock } from './pid-lock'

const claimed = new Set<string>()
process.on('exit', () => claimed.forEach((file) => rmSync(file, { force: true })))

export type Claim = 'new' | 'mine' | 'taken'

/** `mine` if this process had claimed it before. */
export function claimPort(port: number): Claim {
  const file = join(cacheDir(), 'ports', String(port))
  const owner = takePidLock(file)
  if (owner !== null) return owner === process.pid ? 'mine' : 'taken'
  claimed.add(file)
  return 'new'
}
