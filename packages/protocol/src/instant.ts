import { z } from 'zod'

/** The latest instant of a JavaScript Date; what is later has no day and no hour. */
const LATEST_MS = 8.64e15

/** Milliseconds since 1970. */
export const instant = z.number().int().nonnegative().max(LATEST_MS)
