import { expect, test } from 'vitest'
import { readComments } from './comments'

test('comments are found by the names below them, and names inside values', () => {
  const { comments, aliases } = readComments([
    `
    /** Says something.
     * In a room. */
    export const messageSend = z.strictObject({
      roomId,
      /** Sent before? */
      again: z.boolean(),
    })
    export const answer = z.discriminatedUnion('kind', [
      /** Too much. */
      z.strictObject({ kind: z.literal('reload') }),
      z.strictObject({ kind: z.literal('later') }),
    ])
    export const limits = {
      /** Cuts the connection. */
      frameMaxBytes: 5,
    } as const
    export const events = { 'message:send': { input: messageSend } } as const
    `,
  ])
  expect(Object.fromEntries(comments)).toEqual({
    messageSend: 'Says something. In a room.',
    'messageSend.again': 'Sent before?',
    'answer|reload': 'Too much.',
    'limits.frameMaxBytes': 'Cuts the connection.',
  })
  expect(aliases.get('events.message:send.input')).toBe('messageSend')
})
