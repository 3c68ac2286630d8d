import * as z from 'zod/mini'

declare const ofWhat: unique symbol
/**
 * A string that the types do not take for an id of another kind. A plain string fits any kind: what comes from outside is
 * checked by a schema, not by its type.
 */
type Id<What extends string> = string & { readonly [ofWhat]?: What }
export type RoomId = Id<'room'>
export type PersonId = Id<'person'>
/** Also the id of the event with which the message was said. */
export type MessageId = Id<'message'>

const uuid = z.uuid({ version: 'v7' }).check(z.lowercase())
/** Ids are lower-case UUIDs. Ids of rooms and messages have version 7, so that they sort by creation time. */
export const roomId = uuid as z.ZodMiniType<RoomId, RoomId>
export const messageId = uuid as z.ZodMiniType<MessageId, MessageId>
export const personId = z
  .string()
  .check(z.minLength(1), z.maxLength(64), z.regex(/^[\x21-\x7e]*$/)) as z.ZodMiniType<PersonId, PersonId>

/**
 * The position of an event in its room: dense and rising inside one epoch. An epoch begins with the time in microseconds;
 * below 2^53.
 */
export const seq = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER))
export const epoch = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER))

/** A point in a room's events. Positions of one epoch are ordered by seq; those of different epochs cannot be compared by it. */
export interface StreamPosition {
  epoch: number
  seq: number
}

/** The room that every user is in. */
export const LOBBY_ID = '01890000-0000-7000-8000-000000000001'
