import * as z from 'zod/mini'

/** `auth` of the Socket.IO handshake. Who it is, the session's cookie says. */
export const handshake = z.looseObject({ protocol: z.int() })
