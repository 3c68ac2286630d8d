/// <reference lib="dom" />
import * as z from 'zod/mini'
import { sequencedEvent, type PersonId } from '@parley/protocol'
import type { OutboxNews, OutboxSharing } from '../outbox/outbox-store'

const outboxNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('sent'), sent: sequencedEvent }),
])

/** Turns by Web Locks, which the browser passes on when a tab closes or dies; news by a channel between tabs. */
export function createTabSharing(locks: Pick<LockManager, 'request'> | undefined): OutboxSharing {
  const channels = new Map<string, BroadcastChannel>()

  function takeTurn(personId: PersonId, onTurn: () => void): () => void {
    let isGivenBack = false
    let giveBack = () => {}
    const over = new Promise<void>((resolve) => {
      giveBack = resolve
    })
    const begin = () => {
      if (!isGivenBack) onTurn()
    }
    if (locks) {
      const hold = async () => {
        begin()
        await over
      }
      // Locks may be denied (a sandboxed frame): sending twice is safe, not sending is not.
      locks.request(nameOf(personId), hold).catch(begin)
    } else queueMicrotask(begin)
    return () => {
      isGivenBack = true
      giveBack()
    }
  }

  function tell(personId: PersonId, news: OutboxNews): void {
    channels.get(personId)?.postMessage(news)
  }

  function listen(personId: PersonId, onNews: (news: OutboxNews) => void): () => void {
    if (!('BroadcastChannel' in globalThis)) return () => {}
    const channel = new BroadcastChannel(nameOf(personId))
    channels.set(personId, channel)
    channel.onmessage = ({ data }: MessageEvent) => {
      const news = outboxNews.safeParse(data) // a tab may still run an older page, or a newer one
      if (news.success) onNews(news.data)
    }
    return () => {
      channel.close()
      if (channels.get(personId) === channel) channels.delete(personId)
    }
  }

  return { takeTurn, tell, listen }
}

function nameOf(personId: PersonId): string {
  return `parley-outbox:${personId}`
}
