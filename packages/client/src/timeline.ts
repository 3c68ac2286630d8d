// One opened room: what was said there as far as we know, and where we do not know. Pure: pages, packets, heads and
// answers go in, a new timeline comes out; `needOf` says what has to be asked.
import type { ClientOutput, Failure, RoomEventsPacket, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { answeredUpTo, hasHole, see, seenUpTo, type Seen } from './hole'
import { mergeSent, type SentMessage } from './sent-messages'

export interface RoomTimeline {
  readonly roomId: string
  readonly status: 'loading' | 'ready' | 'failed'
  readonly failure: Failure | null
  readonly messages: readonly SentMessage[]
  /** The epoch of the cursor. */
  readonly epoch: number
  readonly seen: Seen
  /** The furthest place that anybody told us of. */
  readonly head: { readonly epoch: number; readonly seq: number }
  /** From here on up to the cursor all messages are loaded; older pages go on below. */
  readonly loadedFrom: number | null
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** Shown before the last reload and not in its page: told to be there, so not dropped until a sync has answered. */
  readonly kept: ReadonlySet<string>
}

type Page = ClientOutput<'history:page'>

export function emptyTimeline(roomId: string): RoomTimeline {
  return {
    roomId,
    status: 'loading',
    failure: null,
    messages: [],
    epoch: 0,
    seen: seenUpTo(0),
    head: { epoch: 0, seq: 0 },
    loadedFrom: null,
    hasOlder: false,
    loadingOlder: false,
    kept: new Set(),
  }
}

/** What has to be asked: the newest page (never loaded, or numbers began anew), what lies in a hole, or nothing. */
export function needOf(timeline: RoomTimeline): 'page' | 'sync' | 'nothing' {
  if (timeline.status === 'failed') return 'nothing'
  if (timeline.status === 'loading' || timeline.head.epoch > timeline.epoch) return 'page'
  if (hasHole(timeline.seen) || timeline.head.seq > timeline.seen.cursor || timeline.kept.size > 0)
    return 'sync'
  return 'nothing'
}

/**
 * Before a question: whatever heads were told until now, the answer knows better. (After Redis lost data a head may
 * name an epoch that no longer is; it would be asked for for ever.)
 */
export function forgetHead(timeline: RoomTimeline): RoomTimeline {
  return { ...timeline, head: { epoch: 0, seq: 0 } }
}

/** A live packet. What lies beyond a hole or in a new epoch is shown at once. */
export function applyPacket(timeline: RoomTimeline, packet: RoomEventsPacket): RoomTimeline {
  const { epoch } = packet
  if (epoch < timeline.epoch) return timeline // of a life before the reload: stored by now, or it comes again
  const events = packet.events.map(({ seq, event }) => ({ seq, epoch, event }))
  const messages = merge(timeline, events, false)
  const seen = epoch === timeline.epoch ? seeAll(timeline.seen, events) : timeline.seen
  const last = events.at(-1)?.seq ?? 0
  return applyHead({ ...timeline, messages, seen }, { epoch, seq: last })
}

/** The acknowledgement of an own message: shown in any case, also when its number is of an epoch that has passed. */
export function applyOwn(timeline: RoomTimeline, { seq, epoch, event }: SequencedEvent): RoomTimeline {
  if (epoch >= timeline.epoch) {
    return applyPacket(timeline, { roomId: timeline.roomId, epoch, events: [{ seq, event }] })
  }
  const messages = mergeSent(timeline.messages, [{ seq, epoch, event }], false)
  if (messages === timeline.messages) return timeline
  return { ...timeline, messages, kept: new Set([...timeline.kept, event.id]) }
}

export function applyHead(timeline: RoomTimeline, head: { epoch: number; seq: number }): RoomTimeline {
  const { epoch, seq } = timeline.head
  const isFurther = head.epoch > epoch || (head.epoch === epoch && head.seq > seq)
  return isFurther ? { ...timeline, head: { epoch: head.epoch, seq: head.seq } } : timeline
}

/** The newest page: the first one, or the one that a reload asked for. */
export function applyNewestPage(timeline: RoomTimeline, page: Page): RoomTimeline {
  const { epoch, seq, events, more } = page
  const loadedFrom = events[0]?.seq ?? null
  const inPage = new Set(events.map(({ event }) => event.id))
  const merged = mergeSent(timeline.messages, events, true)
  // Numbers of this epoch below the page are history that can be loaded again; of older epochs nobody knows yet
  // whether they were stored under their number or come again under a new one.
  const messages = merged.filter(
    (message) => inPage.has(message.id) || message.epoch !== epoch || message.seq >= (loadedFrom ?? 0),
  )
  const beyond = messages.filter((message) => message.epoch === epoch && message.seq > seq)
  const isLive = new Set(beyond.map(({ id }) => id))
  const kept = messages.filter(({ id, epoch: of }) => !inPage.has(id) && !isLive.has(id) && !(of > epoch))
  const seen = seeAll(seenUpTo(seq), beyond)
  const loaded = { status: 'ready', failure: null, loadingOlder: false, hasOlder: more, loadedFrom } as const
  return applyHead(
    { ...timeline, ...loaded, messages, epoch, seen, kept: new Set(kept.map(({ id }) => id)) },
    { epoch, seq },
  )
}

/** An older page, asked for with `before`; one that no longer fits (a reload came between) is dropped. */
export function applyOlderPage(timeline: RoomTimeline, before: number, page: Page): RoomTimeline {
  if (timeline.loadedFrom !== before) return { ...timeline, loadingOlder: false }
  return {
    ...timeline,
    loadingOlder: false,
    messages: mergeSent(timeline.messages, page.events, true),
    kept: without(timeline.kept, page.events),
    loadedFrom: page.events[0]?.seq ?? before,
    hasOlder: page.more,
  }
}

type SyncedEvents = Extract<SyncAnswer, { kind: 'events' }>

/** The answer to a sync that was asked with `asked`. The cursor moves only if it still stands in what was answered. */
export function applySync(
  timeline: RoomTimeline,
  asked: { epoch: number; seq: number },
  answer: SyncedEvents,
  meId: string | null,
): RoomTimeline {
  const told = applyHead(timeline, answer)
  if (answer.epoch !== told.epoch || asked.epoch !== told.epoch) return told
  const messages = merge(told, answer.events, true)
  const kept = without(told.kept, answer.events)
  if (asked.seq > told.seen.cursor) return { ...told, messages, kept }
  const seen = answeredUpTo(told.seen, answer.seq)
  return dropKept({ ...told, messages, kept, seen }, meId)
}

/**
 * A sync has answered, so recovery is over: what was said has its place among the loaded, or lies further up. An own
 * message is kept even if it is in neither: it was shown as sent, and only a person may take that back.
 */
function dropKept(timeline: RoomTimeline, meId: string | null): RoomTimeline {
  if (timeline.kept.size === 0) return timeline
  const { kept, loadedFrom, epoch } = timeline
  const messages = timeline.messages.filter((message) => {
    if (!kept.has(message.id) || message.epoch === epoch) return true
    return message.author.id === meId && message.seq >= (loadedFrom ?? 0)
  })
  return { ...timeline, messages, kept: new Set() }
}

/** What lies below the loaded pages is left to them: shown alone it would stand above a gap. */
function merge(timeline: RoomTimeline, events: readonly SequencedEvent[], isFinal: boolean) {
  const { epoch, loadedFrom } = timeline
  const shown = events.filter((event) => event.epoch !== epoch || event.seq >= (loadedFrom ?? 0))
  return mergeSent(timeline.messages, shown, isFinal)
}

function without(kept: ReadonlySet<string>, events: readonly SequencedEvent[]): ReadonlySet<string> {
  if (kept.size === 0) return kept
  const found = new Set(events.map(({ event }) => event.id))
  return new Set([...kept].filter((id) => !found.has(id)))
}

function seeAll(seen: Seen, events: readonly Pick<SequencedEvent, 'seq'>[]): Seen {
  return events.reduce((so, { seq }) => see(so, seq), seen)
}
