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

/** A person's reaction with one emoji: given (`on`) or removed, by the change with seq `seq`. */
const reaction = z.strictObject({
  personId,
  personName: z.string(),
  emoji: z.string(),
  on: z.boolean(),
  seq,
})
export type Reaction = z.infer<typeof reaction>

/** The changes of a message, folded. `edited` and `deleted` name the change that counts; times as in events. */
export const messageChanges = z.strictObject({
  /** The highest seq that changed the message. */
  version: seq,
  edited: z.nullable(z.strictObject({ seq, at })),
  deleted: z.nullable(z.strictObject({ seq, at, by: personId })),
  reactions: z.array(reaction),
})
export type MessageChanges = z.infer<typeof messageChanges>
