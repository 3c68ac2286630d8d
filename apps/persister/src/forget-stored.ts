import type { Delivery } from '@parley/delivery'
import { every, type Closable, type Log } from '@parley/service'

const EVERY_MS = 60_000

/** Of rooms that have fallen silent Redis keeps their heads alone. Any persister does it for all. */
export function forgetStoredRegularly(delivery: Pick<Delivery, 'forgetStored'>, log: Log): Closable {
  return every(EVERY_MS, () =>
    delivery
      .forgetStored()
      .catch((cause: unknown) => log.debug({ cause }, 'silent rooms are forgotten a minute later')),
  )
}
