// Counts the parts of the path from outside, so that the path itself reads without metrics.
import type { Delivery } from '@parley/delivery'
import { isNotAppended, type EventLog } from '@parley/event-log'
import type { ReadMissed } from './catch-up/read-missed'
import type { ServerMetrics } from './metrics'
import type { Publisher } from './publish/publisher'
import type { DuplicateLookup } from './publish/duplicate-lookup'

type NowMs = () => number

export function watchAppend(
  { append }: Pick<EventLog, 'append'>,
  metrics: Pick<ServerMetrics, 'appended' | 'appendFailed' | 'publishSeconds'>,
  nowMs: NowMs,
): Pick<EventLog, 'append'> {
  return {
    async append(records) {
      const beganAt = nowMs()
      try {
        await append(records)
        metrics.appended.add({}, records.length)
      } catch (cause) {
        if (!isNotAppended(cause)) metrics.appendFailed.add({}, records.length)
        throw cause
      } finally {
        metrics.publishSeconds.observe({ step: 'append' }, (nowMs() - beganAt) / 1_000)
      }
    },
  }
}

export function watchSequence(
  { sequence }: Pick<Delivery, 'sequence'>,
  metrics: Pick<ServerMetrics, 'unstored' | 'publishSeconds'>,
  nowMs: NowMs,
): Pick<Delivery, 'sequence'> {
  return {
    async sequence(request) {
      const beganAt = nowMs()
      const sequenced = await sequence(request)
      metrics.publishSeconds.observe({ step: 'sequence' }, (nowMs() - beganAt) / 1_000)
      if (sequenced.kind === 'sequenced') metrics.unstored.observe({}, sequenced.unstored)
      return sequenced
    },
  }
}

export function watchPublisher(
  { publish, idle }: Publisher,
  metrics: Pick<ServerMetrics, 'publish' | 'published' | 'publishing' | 'publishSeconds'>,
  nowMs: NowMs,
): Publisher {
  let inFlight = 0
  metrics.publishing.read(() => [{ labels: {}, value: inFlight }])

  return {
    idle,
    async publish(event, epoch) {
      const beganAt = nowMs()
      metrics.publish.add({})
      inFlight += 1
      const result = await publish(event, epoch).finally(() => (inFlight -= 1))
      metrics.published.add({ code: result.ok ? 'ok' : result.failure.code })
      if (result.ok) metrics.publishSeconds.observe({ step: 'whole' }, (nowMs() - beganAt) / 1_000)
      return result
    },
  }
}

/** Counts only lookups for clients: whether a repeated message was sent before. */
export function watchDuplicateLookup(
  duplicateLookup: DuplicateLookup,
  metrics: Pick<ServerMetrics, 'again'>,
): DuplicateLookup {
  return {
    ...duplicateLookup,
    find: (event) =>
      counted(duplicateLookup.find(event), (found) =>
        !found ? 'unsaid' : found.ok ? 'ok' : found.failure.code,
      ),
    findOwn: (event) => counted(duplicateLookup.findOwn(event), (found) => (found ? 'ok' : 'unsaid')),
  }

  async function counted<T>(finding: Promise<T>, codeOf: (found: T) => string): Promise<T> {
    try {
      const found = await finding
      metrics.again.add({ code: codeOf(found) })
      return found
    } catch (cause) {
      metrics.again.add({ code: 'not-confirmed' })
      throw cause
    }
  }
}

export function watchReadMissed(
  readMissed: ReadMissed,
  metrics: Pick<ServerMetrics, 'syncAnswers'>,
): ReadMissed {
  return async function readMissedWatched(cursor) {
    const answer = await readMissed(cursor)
    metrics.syncAnswers.add({ kind: answer.kind })
    return answer
  }
}
