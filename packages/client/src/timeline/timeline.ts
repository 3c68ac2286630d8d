// One opened room: its known messages, and its gaps. Pure: pages, packets, heads and answers go in, a new timeline comes
// out; `needOf` tells what to request. Changes of messages have seqs like messages, so a gap is a gap whatever was in it;
// the list holds only messages, each in its current state.
import {
  isMessage,
  type ClientOutput,
  type Failure,
  type RoomEventsPacket,
  type SequencedEvent,
  type SequencedMessage,
  type StreamPosition,
  type SyncAnswer,
  type PersonId,
  type RoomId,
} from '@parley/protocol'
import { answeredUpTo, hasGap, see, seenUpTo, type Seen } from './gap'
import { findSequenced, mergeSequenced } from './merge-sequenced'

/**
 * This many changes are held for messages that are not here yet. The seq of a further one does not count as seen: that
 * makes a gap, which is requested.
 */
const MOST_EARLY = 500

export interface RoomTimeline {
  readonly roomId: RoomId
  readonly status: 'loading' | 'ready' | 'failed'
  readonly failure: Failure | null
  readonly messages: readonly SequencedMessage[]
  /** The epoch of the cursor. */
  readonly epoch: number
  readonly seen: Seen
  /** The furthest known position. */
  readonly head: Readonly<StreamPosition>
  /** From here on up to the cursor all messages are loaded; older pages go on below. */
  readonly loadedFrom: number | null
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** How often the newest page was loaded: an older page belongs to one of these loads. */
  readonly loads: number
  /**
   * Shown before the last reload and not in its page: acknowledged to be there, so not dropped until a sync has answered.
   */
  readonly kept: ReadonlySet<string>
  /**
   * Live changes since the last request that found no message to change, or whose message may be replaced by an answer on
   * its way that does not know them: they are folded into that answer.
   */
  readonly early: readonly SequencedEvent[]
}

type Page = ClientOutput<'history:page'>

export function emptyTimeline(roomId: RoomId): RoomTimeline {
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

/** The next request: the newest page (never loaded, or a new epoch), the events in a gap, or nothing. */
export function needOf(timeline: RoomTimeline): 'page' | 'sync' | 'nothing' {
  if (timeline.status === 'failed') return 'nothing'
  if (timeline.status === 'loading' || timeline.head.epoch > timeline.epoch) return 'page'
  if (hasGap(timeline.seen) || timeline.head.seq > timeline.seen.cursor || timeline.kept.size > 0)
    return 'sync'
  return 'nothing'
}

/**
 * Before a request: the answer knows better than all earlier heads. (After Redis lost data a head may name an epoch that
 * no longer exists; it would be requested for ever.) It also knows all earlier changes; but an answer may end before
 * those beyond a gap, and an older page on its way may not know any of them.
 */
export function beforeQuestion(timeline: RoomTimeline): RoomTimeline {
  const { loadingOlder, epoch, seen } = timeline
  const isStillEarly = (change: SequencedEvent) =>
    loadingOlder || (change.epoch === epoch && change.seq > seen.cursor)
  return { ...timeline, head: { epoch: 0, seq: 0 }, early: timeline.early.filter(isStillEarly) }
}

/** A live packet. Events beyond a gap or in a new epoch are shown at once. */
export function applyPacket(timeline: RoomTimeline, packet: RoomEventsPacket): RoomTimeline {
  const { epoch, events } = packet
  if (epoch < timeline.epoch) return timeline // of an epoch before the reload: stored by now, or it comes again
  return applyLive(
    timeline,
    epoch,
    events.map(({ seq, event }) => ({ seq, epoch, event })),
  )
}

/**
 * The acknowledgement of an own operation: shown in any case, even if its seq belongs to an old epoch. (A change with
 * such a seq comes again with a new one.)
 */
export function applyOwn(timeline: RoomTimeline, sent: SequencedEvent): RoomTimeline {
  if (sent.epoch >= timeline.epoch) return applyLive(timeline, sent.epoch, [sent])
  const messages = mergeSequenced(timeline.messages, [sent], false)
  if (messages === timeline.messages) return timeline
  const kept = isMessage(sent) ? new Set([...timeline.kept, sent.event.id]) : timeline.kept
  return { ...timeline, messages, kept }
}

function applyLive(timeline: RoomTimeline, epoch: number, events: readonly SequencedEvent[]): RoomTimeline {
  const messages = merge(timeline, events, false)
  const isOfThisEpoch = epoch === timeline.epoch
  const isFolded = ({ event }: SequencedEvent) =>
    event.kind === 'message' ||
    (isOfThisEpoch && !timeline.loadingOlder && findSequenced(messages, event.messageId) !== undefined)
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

/** The newest page: the first one, or that of a reload. */
export function applyNewestPage(timeline: RoomTimeline, page: Page): RoomTimeline {
  const { epoch, seq, events, more } = page
  const loadedFrom = events[0]?.seq ?? null
  const inPage = new Set(events.map(({ event }) => event.id))
  const merged = mergeSequenced(timeline.messages, [...events, ...timeline.early], true)
  // Seqs of this epoch below the page are history that can be loaded again; for seqs of older epochs it is not yet known
  // whether they were stored with their seq or come again with a new one.
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
 * The page before `asked.loadedFrom`. An outdated one is dropped: a reload came between, and the page may not know the
 * messages that the reload skipped.
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
    messages: mergeSequenced(timeline.messages, [...page.events, ...timeline.early], true),
    kept: without(timeline.kept, page.events),
    loadedFrom: page.events[0]?.seq ?? timeline.loadedFrom,
    hasOlder: page.more,
  }
}

type SyncedEvents = Extract<SyncAnswer, { kind: 'events' }>

/**
 * The answer to a sync that was requested with `asked`. The cursor moves only if it is still within the answered range.
 */
export function applySync(
  timeline: RoomTimeline,
  asked: StreamPosition,
  answer: SyncedEvents,
  meId: PersonId | null,
): RoomTimeline {
  const told = applyHead(timeline, answer)
  if (answer.epoch !== told.epoch || asked.epoch !== told.epoch) return told
  const messages = merge(told, answer.events, true)
  const kept = without(told.kept, answer.events)
  // An older page on its way may have been read before these changes.
  const changes = told.loadingOlder ? answer.events.filter((event) => !isMessage(event)) : []
  const early = changes.length > 0 ? [...told.early, ...changes] : told.early
  if (asked.seq > told.seen.cursor) return { ...told, messages, kept, early }
  const seen = answeredUpTo(told.seen, answer.seq)
  const answered = { ...told, messages, kept, early, seen }
  // An answer may end early: a kept message may have its position in the next one.
  const isWhole = told.head.epoch === told.epoch && seen.cursor >= told.head.seq
  return isWhole ? dropKept(answered, meId) : answered
}

/**
 * A sync has answered, so recovery is over: each message is among the loaded ones, or further up. An own message is kept
 * even if it is in neither: it was shown as sent, and only its author may delete it.
 */
function dropKept(timeline: RoomTimeline, meId: PersonId | null): RoomTimeline {
  if (timeline.kept.size === 0) return timeline
  const { kept, loadedFrom, epoch } = timeline
  const messages = timeline.messages.filter((message) => {
    if (!kept.has(message.event.id) || message.epoch === epoch) return true
    return message.event.authorId === meId && message.seq >= (loadedFrom ?? 0)
  })
  return { ...timeline, messages, kept: new Set() }
}

/** Messages below the loaded pages are left to them: shown alone they would stand above a gap. */
function merge(timeline: RoomTimeline, events: readonly SequencedEvent[], isFinal: boolean) {
  const { epoch, loadedFrom } = timeline
  const shown = events.filter((event) => event.epoch !== epoch || event.seq >= (loadedFrom ?? 0))
  const isNewMessage = timeline.early.length > 0 && shown.some(isMessage)
  return mergeSequenced(timeline.messages, isNewMessage ? [...shown, ...timeline.early] : shown, isFinal)
}

function without(kept: ReadonlySet<string>, events: readonly SequencedEvent[]): ReadonlySet<string> {
  if (kept.size === 0) return kept
  const found = new Set(events.map(({ event }) => event.id))
  return new Set([...kept].filter((id) => !found.has(id)))
}

function seeAll(seen: Seen, events: readonly Pick<SequencedEvent, 'seq'>[]): Seen {
  return events.reduce((so, { seq }) => see(so, seq), seen)
}
