import * as z from 'zod/mini'

/** Ids are lower-case UUIDs; those of rooms and messages are of version 7, so that they sort by time of making. */
export const roomId = z.uuid({ version: 'v7' }).check(z.lowercase())
export const messageId = z.uuid({ version: 'v7' }).check(z.lowercase())
export const personId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\x21-\x7e]*$/))

/** Where a room's events stand: dense and rising inside one epoch. Microseconds when an epoch begins; below 2^53. */
export const seq = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER))
export const epoch = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER))

/** The room that everybody is in. */
export const LOBBY_ID = '01890000-0000-7000-8000-000000000001'
