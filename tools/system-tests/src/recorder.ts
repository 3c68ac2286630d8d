import type { Parley, Timeline } from '@parley/client'

/** Everything that one client was shown of one room, from the beginning. */
export interface Record {
  /** Ids of own messages, in the order of writing. */
  written: string[]
  /** Own messages that were shown as sent: the promises hold for these. */
  sent: Set<string>
  /** Every seq at which a message was ever shown. */
  places: Map<string, Set<number>>
}

/** Records everything that the SDK shows, at every change. */
export function recordRoom(parley: Parley, roomId: string): Record {
  const record: Record = { written: [], sent: new Set(), places: new Map() }
  let last: Timeline | undefined
  parley.subscribe(() => {
    const { person, timelines } = parley.getState()
    const timeline = timelines[roomId]
    if (!timeline || timeline === last) return
    last = timeline
    for (const { id, seq, author, state } of timeline.messages) {
      if (seq === null || state.kind !== 'sent') continue
      const places = record.places.get(id)
      if (places) places.add(seq)
      else record.places.set(id, new Set([seq]))
      if (author.id === person?.id) record.sent.add(id)
    }
  })
  return record
}
