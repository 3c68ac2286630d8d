import { isTransient, type Database } from '@parley/database'
import { every, type Closable, type Logger } from '@parley/service'
import { hashLinkToken, makeLinkToken } from '../auth/link-token'
import { linkTo } from '../auth/ownership'

const VALID_MS = 24 * 3_600_000
/** All servers of one start come within this time, and one of them prints a link; a later start prints a new one. */
const ONE_START_MS = 10 * 60_000
const RETRY_MS = 10_000

/**
 * An installation without an owner: prints a link that makes its first user the owner. The log is the right place for this
 * one secret, because whoever reads it runs the installation.
 */
export function offerOwnership(parts: {
  links: Pick<Database['oneTimeLinks'], 'offerOwnership'>
  publicUrl: string
  clock: () => number
  logger: Logger
  retryMs?: number
}): Closable {
  const { links, publicUrl, clock, logger, retryMs = RETRY_MS } = parts
  const retries = every(retryMs, offer)
  let isOffering = false
  void offer()

  async function offer() {
    if (isOffering) return
    isOffering = true
    const token = makeLinkToken()
    const now = clock()
    try {
      const isOffered = await links.offerOwnership({
        hash: hashLinkToken(token),
        expiresAt: new Date(now + VALID_MS),
        replaceBefore: new Date(now - ONE_START_MS),
      })
      await retries.close()
      if (isOffered)
        logger.warn(
          { link: linkTo(publicUrl, 'owner', token) },
          'nobody owns this installation yet; the first user of this link becomes the owner, within 24 hours',
        )
    } catch (cause) {
      if (isTransient(cause)) return // PostgreSQL is away: tried again at the next interval
      await retries.close()
      logger.error({ cause }, 'could not offer the ownership; start a server again to get a link')
    } finally {
      isOffering = false
    }
  }

  return retries
}
