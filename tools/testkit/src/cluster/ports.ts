import { findFreePort } from '@parley/engines'

/** A free port, never the same twice in this process. */
export async function newPort(): Promise<number> {
  for (;;) {
    const port = await findFreePort()
    if (taken.has(port)) continue
    taken.add(port)
    return port
  }
}

const taken = new Set<number>()
