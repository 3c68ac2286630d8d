import type { Delivery } from '@parley/delivery'
import { every, type Closable, type Logger } from '@parley/service'

const EVERY_MS = 60_000

/** Deletes everything but the head of silent rooms in Redis. Any persister does it for all rooms. */
export function forgetSilentRooms(delivery: Pick<Delivery, 'forgetStored'>, logger: Logger): Closable {
  return every(EVERY_MS, () =>
    delivery
      .forgetStored()
      .catch((cause: unknown) =>
        logger.debug({ cause }, 'could not forget silent rooms; trying again in a minute'),
      ),
  )
}
