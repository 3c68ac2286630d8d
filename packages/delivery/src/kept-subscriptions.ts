import type { RedisClient } from './script'

/** How often a silent connection is pinged, so that a dead one is noticed. Milliseconds. */
const PING_MS = 5_000
/** The pause before a subscription that Redis refused is tried again. Milliseconds. */
const RETRY_MS = 500

export type OnDegraded = (operation: string, error: Error) => void

export interface KeptSubscriptions {
  add(channel: string): void
  remove(channel: string): void
}

/**
 * Keeps subscriptions to sharded channels: an added one is subscribed whenever Redis is up, until it is removed. `wanted`
 * is the only truth. A lost connection renews all of them, and a refused one is retried: otherwise this server would get
 * no events of the room until the process ends. `onRenewed`: events published meanwhile were missed.
 */
export function keepSubscriptions(
  subscriber: RedisClient,
  onDegraded: OnDegraded,
  onRenewed: () => void = () => {},
): KeptSubscriptions {
  const wanted = new Set<string>()
  const refused = new Set<string>()
  let retry: NodeJS.Timeout | undefined
  let ping: NodeJS.Timeout | undefined

  // Not `autoResubscribe`: ioredis calls without a catch there, and a connection that breaks again would end the process.
  subscriber.on('ready', () => void subscribeAll(wanted).then(onRenewed))

  async function subscribeAll(channels: Iterable<string>) {
    await Promise.all([...channels].map(subscribe))
  }

  async function subscribe(channel: string) {
    if (subscriber.status !== 'ready') return // the next 'ready' subscribes it
    try {
      await subscriber.ssubscribe(channel)
    } catch (error) {
      onDegraded('ssubscribe', error as Error)
      if (wanted.has(channel)) refused.add(channel)
      retry ??= setTimeout(tryRefusedAgain, RETRY_MS)
      retry.unref()
    }
  }

  function tryRefusedAgain() {
    retry = undefined
    const again = [...refused]
    refused.clear()
    void subscribeAll(again).then(onRenewed)
  }

  // If the other end vanished silently, only an unanswered command reveals it (`socketTimeout`). In a cluster a ping goes
  // over another connection, and ioredis checks the subscribing ones itself.
  function speakUp() {
    if (subscriber.isCluster || subscriber.status !== 'ready') return
    subscriber.ping().catch((error: Error) => onDegraded('ping', error))
  }

  return {
    add(channel) {
      wanted.add(channel)
      ping ??= setInterval(speakUp, PING_MS).unref()
      void subscribe(channel)
    },
    remove(channel) {
      wanted.delete(channel)
      refused.delete(channel)
      if (wanted.size === 0) {
        clearInterval(ping)
        ping = undefined
      }
      if (subscriber.status !== 'ready') return // a new connection begins without it
      subscriber.sunsubscribe(channel).catch((error: Error) => onDegraded('sunsubscribe', error))
    },
  }
}
