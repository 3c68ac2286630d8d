import { z } from 'zod'

/** `auth` of the Socket.IO handshake. Who it is, the session's cookie says. */
export const handshake = z.looseObject({ protocol: z.number().int() })
