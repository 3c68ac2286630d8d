import type { Timeline, TimelineMessage } from '@parley/client'

/** The entries of a timeline that are new; an unchanged entry keeps its identity. */
export function newlyShown(
  before: readonly TimelineMessage[],
  after: readonly TimelineMessage[],
): readonly TimelineMessage[] {
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before[from] === after[from]) from++
  let fromEnd = 0
  while (fromEnd < shorter - from && before.at(-1 - fromEnd) === after.at(-1 - fromEnd)) fromEnd++
  const middle = after.slice(from, after.length - fromEnd)
  if (middle.length < 2) return middle
  const known = new Set(before.slice(from, before.length - fromEnd))
  return middle.filter((message) => !known.has(message))
}

/** A message knows the epoch of its seq, though the SDK's type does not show it. */
export function epochOf(message: TimelineMessage, timeline: Timeline): number {
  const { epoch } = message as { epoch?: number }
  return epoch ?? timeline.epoch
}

export function isUnsent({ seq, state }: TimelineMessage): boolean {
  return seq === null && state.kind !== 'failed'
}
