import type { TimelineMessage } from '@parley/client'
import { tagsOf } from './person-tag'

/** One author's lines within this time stand under one name. */
export const GROUP_MS = 5 * 60_000

/** A day on which the clocks go forward. */
const SHORTEST_DAY_MS = 23 * 3_600_000

export interface Row {
  message: TimelineMessage
  /** Avatar, name and time stand above it. */
  startsGroup: boolean
  /** The first of a day: that day's first moment, else null. */
  day: number | null
  /** The first message that was not read yet when the room was opened: the "New" line stands above it. */
  isFirstUnread: boolean
  /** Set where another author has the same name. */
  tag: string | undefined
  isGuest: boolean
}

/**
 * Groups messages by author and day. `unreadAfter` is the read mark that the "New" line stands behind; null draws none. Where the
 * mark lies in history that is not loaded the line stands above all that is.
 */
export function toRows(
  messages: readonly TimelineMessage[],
  {
    unreadAfter,
    personId,
    guests,
  }: { unreadAfter: number | null; personId: string; guests: ReadonlySet<string> },
): Row[] {
  const rows: Row[] = []
  const tags = tagsOf(messages.map(({ author }) => author))
  let group: TimelineMessage | undefined
  let lastDay = -Infinity
  let unreadIsOpen = unreadAfter !== null
  for (const message of messages) {
    // Servers' clocks differ a little: a day that went by does not begin again.
    const dayOfMessage = isSurelyOn(lastDay, message.at) ? lastDay : startOfDay(message.at)
    const startsDay = dayOfMessage > lastDay
    const isFirstUnread = unreadIsOpen && isUnread(message, unreadAfter ?? 0, personId)
    const startsGroup = startsDay || isFirstUnread || !group || !belongs(message, group)
    if (startsGroup) group = message
    if (startsDay) lastDay = dayOfMessage
    if (isFirstUnread) unreadIsOpen = false
    rows.push({
      message,
      startsGroup,
      day: startsDay ? dayOfMessage : null,
      isFirstUnread,
      tag: tags.get(message.author.id),
      isGuest: guests.has(message.author.id),
    })
  }
  return rows
}

/** How many of these messages a person has not read: other people's, behind the mark, not deleted. */
export function countUnread(messages: readonly TimelineMessage[], readSeq: number, personId: string): number {
  let count = 0
  for (const message of messages) if (isUnread(message, readSeq, personId)) count++
  return count
}

export function isSameRow(a: Row, b: Row): boolean {
  return (
    a.message === b.message &&
    a.startsGroup === b.startsGroup &&
    a.day === b.day &&
    a.isFirstUnread === b.isFirstUnread &&
    a.tag === b.tag &&
    a.isGuest === b.isGuest
  )
}

function isUnread(message: TimelineMessage, readSeq: number, personId: string): boolean {
  return message.seq !== null && message.seq > readSeq && message.author.id !== personId && !message.deleted
}

function belongs(message: TimelineMessage, first: TimelineMessage): boolean {
  return message.author.id === first.author.id && Math.abs(message.at - first.at) <= GROUP_MS
}

// Most messages follow one of the same day; asking the calendar each time is what would cost in a long log.
function isSurelyOn(day: number, at: number): boolean {
  return at >= day && at < day + SHORTEST_DAY_MS
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
