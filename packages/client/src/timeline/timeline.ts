// One opened room: what was said there as far as we know, and where we do not know. Pure: pages, packets, heads and
// answers go in, a new timeline comes out; `needOf` says what has to be asked. Changes of messages have numbers as messages
// have, so a gap is a gap whatever was in it; the list holds messages only, each as it stands.
import {
  isMessage,
  type ClientOutput,
  type Failure,
  type RoomEventsPacket,
  type SequencedEvent,
  type SequencedMessage,
  type StreamPosition,
  type SyncAnswer,
} from '@parley/protocol'
import { answeredUpTo, hasGap, see, seenUpTo, type Seen } from './gap'
import { findSent, mergeSent } from './sent-messages'

/**
 * So many changes are held for messages that are not here yet. One more, and its number does not count as seen: that makes
 * a gap, which is asked for.
 */
const MOST_EARLY = 500

export interface RoomTimeline {
  readonly roomId: string
  readonly status: 'loading' | 'ready' | 'failed'
  readonly failure: Failure | null
  readonly messages: readonly SequencedMessage[]
  /** The epoch of the cursor. */
  readonly epoch: number
  readonly seen: Seen
  /** The furthest position that anybody told us of. */
  readonly head: Readonly<StreamPosition>
  /** From here on up to the cursor all messages are loaded; older pages go on below. */
  readonly loadedFrom: number | null
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** How often the newest page was loaded: an older page belongs to one of them. */
  readonly loads: number
  /** Shown before the last reload and not in its page: told to be there, so not dropped until a sync has answered. */
  readonly kept: ReadonlySet<string>
  /**
   * Live changes since the last question that found no message to change, or whose message may be replaced by an answer
   * that is on its way and does not know of them: they are folded onto whatever it brings.
   */
  readonly early: readonly SequencedEvent[]
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
    loads: 0,
    kept: new Set(),
    early: [],
  }
}

/** What has to be asked: the newest page (never loaded, or numbers began anew), what lies in a gap, or nothing. */
export function needOf(timeline: RoomTimeline): 'page' | 'sync' | 'nothing' {
  if (timeline.status === 'failed') return 'nothing'
  if (timeline.status === 'loading' || timeline.head.epoch > timeline.epoch) return 'page'
  if (hasGap(timeline.seen) || timeline.head.seq > timeline.seen.cursor || timeline.kept.size > 0)
    return 'sync'
  return 'nothing'
}

/**
 * Before a question: whatever heads were told until now, the answer knows better. (After Redis lost data a head may
 * name an epoch that no longer is; it would be asked for for ever.) It also knows the changes that came until now;
 * but an answer may end before those beyond a gap, and an older page that is on its way may not know any of them.
 */
export function beforeQuestion(timeline: RoomTimeline): RoomTimeline {
  const { loadingOlder, epoch, seen } = timeline
  const isStillEarly = (change: SequencedEvent) =>
    loadingOlder || (change.epoch === epoch && change.seq > seen.cursor)
  return { ...timeline, head: { epoch: 0, seq: 0 }, early: timeline.early.filter(isStillEarly) }
}

/** A live packet. What lies beyond a gap or in a new epoch is shown at once. */
export function applyPacket(timeline: RoomTimeline, packet: RoomEventsPacket): RoomTimeline {
  const { epoch, events } = packet
  if (epoch < timeline.epoch) return timeline // of a life before the reload: stored by now, or it comes again
  return applyLive(
    timeline,
    epoch,
    events.map(({ seq, event }) => ({ seq, epoch, event })),
  )
}

/**
 * The acknowledgement of what a person did: shown in any case, also when its number is of an epoch that has passed. (A
 * change with such a number comes again under a new one.)
 */
export function applyOwn(timeline: RoomTimeline, sent: SequencedEvent): RoomTimeline {
  if (sent.epoch >= timeline.epoch) return applyLive(timeline, sent.epoch, [sent])
  const messages = mergeSent(timeline.messages, [sent], false)
  if (messages === timeline.messages) return timeline
  const kept = isMessage(sent) ? new Set([...timeline.kept, sent.event.id]) : timeline.kept
  return { ...timeline, messages, kept }
}

function applyLive(timeline: RoomTimeline, epoch: number, events: readonly SequencedEvent[]): RoomTimeline {
  const messages = merge(timeline, events, false)
  const isOfThisEpoch = epoch === timeline.epoch
  const isFolded = ({ event }: SequencedEvent) =>
    event.kind === 'message' ||
    (isOfThisEpoch && !timeline.loadingOlder && findSent(messages, event.messageId) !== undefined)
  const toHold = events.filter((event) => !isFolded(event))
  const held = toHold.slice(0, Math.max(0, MOST_EARLY - timeline.early.length))
  const early = held.length > 0 ? [...timeline.early, ...held] : timeline.early
  const tooMany = new Set(toHold.slice(held.length))
  const seen = isOfThisEpoch
    ? seeAll(
        timeline.seen,
        events.filter((event) => !tooMany.has(event)),
      )
    : timeline.seen
  const last = events.at(-1)?.seq ?? 0
  return applyHead({ ...timeline, messages, seen, early }, { epoch, seq: last })
}

export function applyHead(timeline: RoomTimeline, head: StreamPosition): RoomTimeline {
  const { epoch, seq } = timeline.head
  const isFurther = head.epoch > epoch || (head.epoch === epoch && head.seq > seq)
  return isFurther ? { ...timeline, head: { epoch: head.epoch, seq: head.seq } } : timeline
}

/** The newest page: the first one, or the one that a reload asked for. */
export function applyNewestPage(timeline: RoomTimeline, page: Page): RoomTimeline {
  const { epoch, seq, events, more } = page
  const loadedFrom = events[0]?.seq ?? null
  const inPage = new Set(events.map(({ event }) => event.id))
  const merged = mergeSent(timeline.messages, [...events, ...timeline.early], true)
  // Numbers of this epoch below the page are history that can be loaded again; of older epochs nobody knows yet
  // whether they were stored under their number or come again under a new one.
  const messages = merged.filter(
    (message) => inPage.has(message.event.id) || message.epoch !== epoch || message.seq >= (loadedFrom ?? 0),
  )
  const beyond = messages.filter((message) => message.epoch === epoch && message.seq > seq)
  const isLive = new Set<SequencedMessage>(beyond)
  const kept = messages.filter(
    (message) => !inPage.has(message.event.id) && !isLive.has(message) && !(message.epoch > epoch),
  )
  const changes = timeline.early.filter((change) => change.epoch === epoch)
  const seen = seeAll(seenUpTo(seq), [...beyond, ...changes])
  const loaded = { status: 'ready', failure: null, hasOlder: more, loadedFrom } as const
  const loads = timeline.loads + 1
  return applyHead(
    {
      ...timeline,
      ...loaded,
      loads,
      messages,
      epoch,
      seen,
      kept: new Set(kept.map(({ event }) => event.id)),
    },
    { epoch, seq },
  )
}

/**
 * The page before `asked.loadedFrom`. One that no longer fits is dropped: a reload came between, and what it passed over
 * this page may not know.
 */
export function applyOlderPage(
  timeline: RoomTimeline,
  asked: Pick<RoomTimeline, 'loadedFrom' | 'loads'>,
  page: Page,
): RoomTimeline {
  if (timeline.loadedFrom !== asked.loadedFrom || timeline.loads !== asked.loads)
    return { ...timeline, loadingOlder: false }
  return {
    ...timeline,
    loadingOlder: false,
    messages: mergeSent(timeline.messages, [...page.events, ...timeline.early], true),
    kept: without(timeline.kept, page.events),
    loadedFrom: page.events[0]?.seq ?? timeline.loadedFrom,
    hasOlder: page.more,
  }
}

type SyncedEvents = Extract<SyncAnswer, { kind: 'events' }>

/** The answer to a sync that was asked with `asked`. The cursor moves only if it still stands in what was answered. */
export function applySync(
  timeline: RoomTimeline,
  asked: StreamPosition,
  answer: SyncedEvents,
  meId: string | null,
): RoomTimeline {
  const told = applyHead(timeline, answer)
  if (answer.epoch !== told.epoch || asked.epoch !== told.epoch) return told
  const messages = merge(told, answer.events, true)
  const kept = without(told.kept, answer.events)
  // An older page that is on its way was perhaps read before these changes.
  const changes = told.loadingOlder ? answer.events.filter((event) => !isMessage(event)) : []
  const early = changes.length > 0 ? [...told.early, ...changes] : told.early
  if (asked.seq > told.seen.cursor) return { ...told, messages, kept, early }
  const seen = answeredUpTo(told.seen, answer.seq)
  const answered = { ...told, messages, kept, early, seen }
  // An answer may end early: what is kept may have its place in the next one.
  const isWhole = told.head.epoch === told.epoch && seen.cursor >= told.head.seq
  return isWhole ? dropKept(answered, meId) : answered
}

/**
 * A sync has answered, so recovery is over: what was said has its place among the loaded, or lies further up. An own
 * message is kept even if it is in neither: it was shown as sent, and only a person may take that back.
 */
function dropKept(timeline: RoomTimeline, meId: string | null): RoomTimeline {
  if (timeline.kept.size === 0) return timeline
  const { kept, loadedFrom, epoch } = timeline
  const messages = timeline.messages.filter((message) => {
    if (!kept.has(message.event.id) || message.epoch === epoch) return true
    return message.event.authorId === meId && message.seq >= (loadedFrom ?? 0)
  })
  return { ...timeline, messages, kept: new Set() }
}

/** What lies below the loaded pages is left to them: shown alone it would stand above a gap. */
function merge(timeline: RoomTimeline, events: readonly SequencedEvent[], isFinal: boolean) {
  const { epoch, loadedFrom } = timeline
  const shown = events.filter((event) => event.epoch !== epoch || event.seq >= (loadedFrom ?? 0))
  const isNewMessage = timeline.early.length > 0 && shown.some(isMessage)
  return mergeSent(timeline.messages, isNewMessage ? [...shown, ...timeline.early] : shown, isFinal)
}

function without(kept: ReadonlySet<string>, events: readonly SequencedEvent[]): ReadonlySet<string> {
  if (kept.size === 0) return kept
  const found = new Set(events.map(({ event }) => event.id))
  return new Set([...kept].filter((id) => !found.has(id)))
}

function seeAll(seen: Seen, events: readonly Pick<SequencedEvent, 'seq'>[]): Seen {
  return events.reduce((so, { seq }) => see(so, seq), seen)
}
