import * as z from 'zod/mini'
import { personId, seq } from './ids'
import { instant as at } from './instant'
import { limits } from './limits'
import { isOneEmoji } from './one-emoji'

export const emoji = z
  .string()
  .check(
    z.maxLength(limits.emojiMaxUnits),
    z.refine(isOneEmoji, { params: { failure: 'not-an-emoji' }, abort: true }),
  )

/** Somebody's reaction with one emoji as it stands: given (`on`) or taken back, by the change of number `seq`. */
const reaction = z.strictObject({
  personId,
  personName: z.string(),
  emoji: z.string(),
  on: z.boolean(),
  seq,
})
export type Reaction = z.infer<typeof reaction>

/** What became of a message since it was said. `edited` and `deleted` name the change that counts; times as in events. */
export const messageChanges = z.strictObject({
  /** The highest number that touched the message. */
  version: seq,
  edited: z.nullable(z.strictObject({ seq, at })),
  deleted: z.nullable(z.strictObject({ seq, at, by: personId })),
  reactions: z.array(reaction),
})
export type MessageChanges = z.infer<typeof messageChanges>
