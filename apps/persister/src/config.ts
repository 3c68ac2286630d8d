import { z } from 'zod'
import { engineSettings, enginesOf, readConfig, setting } from '@parley/service'

export const settings = z.object({
  ...engineSettings,
  APPID: z.string().min(1).max(32).default('1'),
  PORT: setting.port.default(3201),
  DEAD_LETTER_RECORDS: setting.list.pipe(z.array(z.string().regex(/^\d+:\d+$/))).default([]),
})

export type Config = ReturnType<typeof readPersisterConfig>

export function readPersisterConfig(environment: Record<string, string | undefined>) {
  const read = readConfig(settings, environment)
  return {
    ...enginesOf(read),
    persisterId: read.APPID,
    port: read.PORT,
    /** `partition:offset` of records that an operator has given up. */
    givenUp: new Set(read.DEAD_LETTER_RECORDS),
  }
}
