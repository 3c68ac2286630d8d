import { z } from 'zod'

/** Ids are lower-case UUIDs; those of rooms and messages are of version 7, so that they sort by time of making. */
export const roomId = z.uuid({ version: 'v7' }).lowercase()
export const messageId = z.uuid({ version: 'v7' }).lowercase()
export const personId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7e]*$/)

/** Where a room's events stand: dense and rising inside one epoch. Microseconds when an epoch begins; below 2^53. */
export const seq = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
export const epoch = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

/** The room that everybody is in. */
export const LOBBY_ID = '01890000-0000-7000-8000-000000000001'
