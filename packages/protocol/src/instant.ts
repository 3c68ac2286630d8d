import * as z from 'zod/mini'

/** The latest instant of a JavaScript Date; a later one has no day and no hour. */
const LATEST_MS = 8.64e15

/** Milliseconds since 1970. */
export const instant = z.int().check(z.nonnegative(), z.maximum(LATEST_MS))
