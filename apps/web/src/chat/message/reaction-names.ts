import type { MessageReaction } from '@parley/client'
import { isolate } from '../members/isolate'

/** At most this many people are named; the rest are only counted. */
const MOST_NAMES = 10

/** The people of a reaction: "You, Bo and 3 others". */
export function formatNames({ count, mine, names }: MessageReaction): string {
  const all = mine ? ['You', ...names] : [...names]
  const named = all.slice(0, MOST_NAMES).map(isolate)
  const others = count - named.length
  if (others > 0)
    return `${named.join(', ')} and ${others.toLocaleString()} ${others === 1 ? 'other' : 'others'}`
  const last = named.pop() ?? ''
  return named.length > 0 ? `${named.join(', ')} and ${last}` : last
}
