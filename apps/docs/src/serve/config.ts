import { z } from 'zod'

/** The address at which the finished site is served. It needs no other service. */
export const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3300),
})
