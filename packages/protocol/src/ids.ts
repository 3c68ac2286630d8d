import * as z from 'zod/mini'

/** Ids are lower-case UUIDs. Ids of rooms and messages have version 7, so that they sort by creation time. */
export const roomId = z.uuid({ version: 'v7' }).check(z.lowercase())
export const messageId = z.uuid({ version: 'v7' }).check(z.lowercase())
export const personId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\x21-\x7e]*$/))

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
