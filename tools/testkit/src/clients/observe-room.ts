import type { Parley, Timeline } from '@parley/client'
import { epochOf, newlyShown } from './read-timeline'
import { now, type Observation } from '../history'

/** Everything that one client wrote in one room and was shown of it, from the beginning. */
export interface RoomObserver {
  observations: readonly Observation[]
  /** How many messages it wrote. */
  written: () => number
  /** Own messages that were shown as sent: the promises hold for these. */
  sent: ReadonlySet<string>
  /** All messages that were ever shown with a seq. */
  seen: ReadonlySet<string>
  wrote: (id: string, body: string) => void
}

/** Observes everything that the SDK shows, at every change. */
export function observeRoom(parley: Parley, client: string, room: string): RoomObserver {
  const observations: Observation[] = [{ kind: 'joined', client, room, at: now() }]
  const own = new Set<string>()
  const sent = new Set<string>()
  const seen = new Set<string>()
  let last: Timeline | undefined

  parley.subscribe(() => {
    const timeline = parley.getState().timelines[room]
    if (!timeline || timeline === last) return
    const shown = newlyShown(last?.messages ?? [], timeline.messages)
    last = timeline
    for (const message of shown) {
      const { id, seq, body, edited, deleted, state } = message
      if (seq === null || state.kind !== 'sent') continue
      const position = { room, id, seq, epoch: epochOf(message, timeline) }
      seen.add(id)
      if (own.has(id) && !sent.has(id)) {
        sent.add(id)
        observations.push({ kind: 'acked', client, ...position, at: now() })
      }
      const text = edited || deleted ? {} : { saying: body }
      observations.push({ kind: 'saw', client, ...position, ...text, at: now() })
    }
  })

  return {
    observations,
    written: () => own.size,
    sent,
    seen,
    wrote(id, body) {
      own.add(id)
      const operation = { kind: 'message', body } as const
      observations.push({ kind: 'wrote', client, room, id, operation, nth: own.size, at: now() })
    },
  }
}
