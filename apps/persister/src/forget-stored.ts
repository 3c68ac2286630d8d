import type { Delivery } from '@parley/delivery'
import type { Log } from '@parley/service'

const EVERY_MS = 60_000

/** Of rooms that have fallen silent Redis keeps their heads alone. Any persister does it for all. */
export function forgetStoredRegularly(delivery: Pick<Delivery, 'forgetStored'>, log: Log): () => void {
  const timer = setInterval(() => {
    delivery
      .forgetStored()
      .catch((cause: unknown) => log.debug({ cause }, 'silent rooms are forgotten a minute later'))
  }, EVERY_MS)
  return () => clearInterval(timer)
}
