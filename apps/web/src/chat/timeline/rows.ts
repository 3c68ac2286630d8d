import type { TimelineMessage } from '@parley/client'
import type { PersonId } from '@parley/protocol'
import { tagsOf } from '../members/person-tag'

/** An author's messages within this time stand under one name. Milliseconds. */
export const GROUP_MS = 5 * 60_000

/** A day on which the clocks go forward. */
const SHORTEST_DAY_MS = 23 * 3_600_000

export interface Row {
  message: TimelineMessage
  /** Avatar, name and time stand above it. */
  startsGroup: boolean
  /** On the first message of a day: that day's first moment, else null. */
  day: number | null
  /** The first unread message when the room was opened: the "New" line stands above it. */
  isFirstUnread: boolean
  /** Set if another author has the same name. */
  tag: string | undefined
  isGuest: boolean
}

/** `unreadAfter` is the read mark of the "New" line; null draws no line. */
export interface RowOptions {
  unreadAfter: number | null
  personId: PersonId
  /** The known guests among the authors. */
  guests: ReadonlySet<string>
}

/**
 * Groups messages by author and day. If the read mark lies in history that is not loaded, the "New" line stands above all
 * loaded messages.
 */
export function toRows(messages: readonly TimelineMessage[], options: RowOptions): Row[] {
  const tags = tagsOf(messages.map(({ author }) => author))
  return continueRows(messages, { ...options, tags }, null).rows
}

/** The rows of the list before, with the number of unchanged messages at its start and at its end. */
interface KnownRows {
  rows: readonly Row[]
  start: number
  end: number
}

/**
 * The rows after a change in the middle. Rows before it stay. Rows after it stay from the first one on that is in the
 * same group, on the same day and on the same side of the "New" line; `changedTo` is the index of that one.
 */
export function continueRows(
  messages: readonly TimelineMessage[],
  { unreadAfter, personId, guests, tags }: RowOptions & { tags: ReadonlyMap<string, string> },
  known: KnownRows | null,
): { rows: Row[]; changedTo: number } {
  const start = known?.start ?? 0
  const rows = known?.rows.slice(0, start) ?? []
  const end = messages.length - (known?.end ?? 0)
  const shift = (known?.rows.length ?? 0) - messages.length
  const now = stateAfter(rows, unreadAfter)
  const then = known && stateAfter(known.rows.slice(0, end + shift), unreadAfter)
  for (let at = start; at < messages.length; at++) {
    if (known && then && at >= end && isSameState(now, then)) {
      const changedTo = rows.length
      // No spread: the list may have more items than a call accepts arguments.
      for (let rest = at + shift; rest < known.rows.length; rest++) rows.push(known.rows[rest] as Row)
      return { rows, changedTo }
    }
    const message = messages[at] as TimelineMessage
    const row = rowOf(message, now, { unreadAfter, personId })
    rows.push({ ...row, tag: tags.get(message.author.id), isGuest: guests.has(message.author.id) })
    pass(now, row)
    if (known && then && at >= end) pass(then, known.rows[at + shift] as Row)
  }
  return { rows, changedTo: rows.length }
}

type PlacedRow = Omit<Row, 'tag' | 'isGuest'>

interface RowState {
  group: TimelineMessage | undefined
  lastDay: number
  unreadIsOpen: boolean
}

function stateAfter(rows: readonly Row[], unreadAfter: number | null): RowState {
  return {
    group: rows.findLast((row) => row.startsGroup)?.message,
    lastDay: rows.findLast((row) => row.day !== null)?.day ?? -Infinity,
    unreadIsOpen: unreadAfter !== null && !rows.some((row) => row.isFirstUnread),
  }
}

function isSameState(a: RowState, b: RowState): boolean {
  return a.group === b.group && a.lastDay === b.lastDay && a.unreadIsOpen === b.unreadIsOpen
}

function pass(state: RowState, row: PlacedRow): void {
  if (row.startsGroup) state.group = row.message
  if (row.day !== null) state.lastDay = row.day
  if (row.isFirstUnread) state.unreadIsOpen = false
}

function rowOf(
  message: TimelineMessage,
  { group, lastDay, unreadIsOpen }: RowState,
  { unreadAfter, personId }: Pick<RowOptions, 'unreadAfter' | 'personId'>,
): PlacedRow {
  // Servers' clocks differ a little: a past day does not begin again.
  const dayOfMessage = isSurelyOn(lastDay, message.at) ? lastDay : startOfDay(message.at)
  const startsDay = dayOfMessage > lastDay
  const isFirstUnread = unreadIsOpen && isUnread(message, unreadAfter ?? 0, personId)
  const startsGroup = startsDay || isFirstUnread || !group || !belongs(message, group)
  return { message, startsGroup, day: startsDay ? dayOfMessage : null, isFirstUnread }
}

/** The number of unread messages: by other people, after the mark, not deleted. */
export function countUnread(
  messages: readonly TimelineMessage[],
  readSeq: number,
  personId: PersonId,
): number {
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

function isUnread(message: TimelineMessage, readSeq: number, personId: PersonId): boolean {
  return message.seq !== null && message.seq > readSeq && message.author.id !== personId && !message.deleted
}

function belongs(message: TimelineMessage, first: TimelineMessage): boolean {
  return message.author.id === first.author.id && Math.abs(message.at - first.at) <= GROUP_MS
}

// Most messages follow one of the same day; in a long timeline a calendar calculation for each would be the main cost.
function isSurelyOn(day: number, at: number): boolean {
  return at >= day && at < day + SHORTEST_DAY_MS
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
