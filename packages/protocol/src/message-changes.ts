import { z } from 'zod'
import { personId, seq } from './ids'
import { instant as at } from './instant'
import { limits } from './limits'
import { isOneEmoji } from './one-emoji'

export const emoji = z
  .string()
  .max(limits.emojiMaxUnits)
  .refine(isOneEmoji, { params: { failure: 'not-an-emoji' }, abort: true })

/** Somebody's reaction with one emoji as it stands: given (`on`) or taken back, by the change of number `seq`. */
export const reaction = z.strictObject({
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
  edited: z.strictObject({ seq, at }).nullable(),
  deleted: z.strictObject({ seq, at, by: personId }).nullable(),
  reactions: z.array(reaction),
})
export type MessageChanges = z.infer<typeof messageChanges>
