import * as z from 'zod/mini'

/** `auth` of the Socket.IO handshake. The session's cookie identifies the user. */
export const handshake = z.looseObject({ protocol: z.int() })
