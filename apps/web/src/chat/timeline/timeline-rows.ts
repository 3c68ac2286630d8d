import type { TimelineMessage } from '@parley/client'
import { toBlocks, type Block } from './blocks'
import { sharedNames, type SharedNames } from '../members/person-tag'
import { continueRows, type Row, type RowOptions } from './rows'

/** The rows of a timeline and their blocks, with the data to continue from. */
export interface TimelineRows {
  messages: readonly TimelineMessage[]
  options: RowOptions
  names: SharedNames
  rows: readonly Row[]
  /** Blocks are counted from this message; it changes when older messages come. */
  originId: string | null
  origin: number
  blocks: readonly Block[]
}

/**
 * Rows and blocks after a change. Unaffected ones are reused: a page of older messages above 100,000 others costs as much
 * as 50 messages, and copies of two lists.
 */
export function nextTimelineRows(
  before: TimelineRows | null,
  messages: readonly TimelineMessage[],
  options: RowOptions,
): TimelineRows {
  const same = before ? overlap(before.messages, messages) : { start: 0, end: 0 }
  const added = messages.slice(same.start, messages.length - same.end)
  const gone = before?.messages.slice(same.start, before.messages.length - same.end) ?? []
  // A removed author may have been the only other one with a name: then all names are checked again.
  const names = isSameAuthors(gone, added)
    ? sharedNames(before?.names ?? null, added)
    : sharedNames(null, messages)
  const isSameRule = before && before.names.tags === names.tags && isSame(before.options, options)
  const reuse = isSameRule ? { rows: before.rows, ...same } : null
  const { rows, changedTo } = continueRows(messages, { ...options, tags: names.tags }, reuse)
  const place = before && originAfter(before, messages, same)
  const origin = place ?? 0
  const originId = place === null ? (messages[0]?.id ?? null) : (before?.originId ?? null)
  // Blocks are counted from the origin: rows that moved relative to it are cut again.
  const untouched = reuse && {
    start: origin === before?.origin ? same.start : 0,
    end: rows.length - origin === reuse.rows.length - (before?.origin ?? 0) ? rows.length - changedTo : 0,
  }
  const blocks = toBlocks(rows, origin, place === null ? [] : (before?.blocks ?? []), untouched)
  return { messages, options, names, rows, originId, origin, blocks }
}

function isSame(a: RowOptions, b: RowOptions): boolean {
  return a.unreadAfter === b.unreadAfter && a.personId === b.personId && a.guests === b.guests
}

function isSameAuthors(gone: readonly TimelineMessage[], added: readonly TimelineMessage[]): boolean {
  return gone.every(({ author }, at) => {
    const by = added[at]?.author
    return by?.id === author.id && by.name === author.name
  })
}

/** How many messages at the start, and how many at the end, are unchanged. */
function overlap(a: readonly TimelineMessage[], b: readonly TimelineMessage[]) {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return { start, end }
}

/** Null: the message is gone. */
function originAfter(
  { origin, originId, messages: before }: TimelineRows,
  after: readonly TimelineMessage[],
  same: { start: number; end: number },
): number | null {
  if (origin < same.start) return origin
  if (origin >= before.length - same.end) return origin + after.length - before.length
  const found = after.findIndex(({ id }) => id === originId)
  return found < 0 ? null : found
}
