import { fold, type Person, type SequencedMessage } from '@parley/protocol'
import {
  changeToBe,
  isChangeItem,
  isMessageItem,
  messageToBe,
  type ChangeOperation,
} from '../outbox/operations'
import { shownState, type Outbox, type OutboxItem } from '../outbox/outbox'
import { findSequenced } from './merge-sequenced'
import { showMessage, type ShownMessages } from './shown-message'
import type { MessageChanging, Timeline, TimelineMessage } from '../state'
import type { RoomTimeline } from './timeline'

type Changes = readonly (OutboxItem & { readonly operation: ChangeOperation })[]

/**
 * The shown form of a room: messages by position; then this person's unsent messages. Pending changes look done already,
 * by the same fold that will hold for everybody.
 */
export function showTimeline(
  timeline: RoomTimeline,
  shown: ShownMessages,
  outbox: Outbox,
  person: Person | null,
  isOnline: boolean,
): Timeline {
  const { roomId, status, failure, hasOlder, loadingOlder, epoch, seen } = timeline
  const toChange = byMessage(outbox.filter(isChangeItem))
  const messages = person ? withOwn(person) : shown.messages
  return {
    roomId,
    status,
    ...(failure && { failure }),
    messages,
    hasOlder,
    loadingOlder,
    epoch,
    cursor: seen.cursor,
  }

  function withOwn(me: Person): readonly TimelineMessage[] {
    const show = (message: SequencedMessage, unchanged = showMessage(message, me.id)): TimelineMessage => {
      const changes = toChange.get(message.event.id)
      return changes ? showChanging(message, changes, me, isOnline) : unchanged
    }
    const said =
      toChange.size === 0 ? shown.messages : shown.of.map((message, i) => show(message, shown.messages[i]))
    const unsent = outbox.filter(isMessageItem).filter(({ id }) => !findSequenced(shown.of, id))
    if (unsent.length === 0) return said
    const asUnsent = (item: (typeof unsent)[number]): TimelineMessage => ({
      ...show(messageToBe(item, me)),
      seq: null,
      state: shownState(item, isOnline),
    })
    return [...said, ...unsent.map(asUnsent)]
  }
}

/** Whether a person sees no difference: not every change of the timeline changes its shown form. */
export function looksSame(a: RoomTimeline, b: RoomTimeline): boolean {
  return (
    a.messages === b.messages &&
    a.status === b.status &&
    a.failure === b.failure &&
    a.hasOlder === b.hasOlder &&
    a.loadingOlder === b.loadingOlder &&
    a.epoch === b.epoch &&
    a.seen.cursor === b.seen.cursor
  )
}

function byMessage(changes: Changes): ReadonlyMap<string, Changes> {
  const grouped = new Map<string, Changes>()
  for (const item of changes) {
    const { messageId } = item.operation
    grouped.set(messageId, [...(grouped.get(messageId) ?? []), item])
  }
  return grouped
}

/** A permanently refused change is not shown as done, only reported. */
function showChanging(
  message: SequencedMessage,
  changes: Changes,
  person: Person,
  isOnline: boolean,
): TimelineMessage {
  const hoped = changes.filter(({ phase }) => phase !== 'failed')
  const changed = hoped.reduce((so, item, index) => {
    // After everything that has a seq, in the order of writing.
    const seq = Number.MAX_SAFE_INTEGER - hoped.length + index
    return fold(so, { seq, event: changeToBe(item, person) })
  }, message)
  return { ...showMessage(changed, person.id), changing: changingOf(changes, isOnline) }
}

/** Of several changes the one that needs the person, else the last. */
function changingOf(changes: Changes, isOnline: boolean): MessageChanging | null {
  const item = changes.find(({ phase }) => phase === 'failed') ?? changes.at(-1)
  if (!item) return null
  const { id, operation } = item
  const body = operation.kind === 'edit' ? { body: operation.body } : {}
  return { id, kind: operation.kind, ...body, state: shownState(item, isOnline) }
}
