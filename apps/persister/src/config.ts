import { z } from 'zod'
import { engineSettings, enginesOf, readConfig, setting } from '@parley/service'

export const settings = z.object({
  ...engineSettings,
  APPID: z.string().min(1).max(32).default('1'),
  PORT: setting.port.default(3201),
})

export type Config = ReturnType<typeof readPersisterConfig>

export function readPersisterConfig(environment: Record<string, string | undefined>) {
  const read = readConfig(settings, environment)
  return {
    ...enginesOf(read),
    persisterId: read.APPID,
    port: read.PORT,
  }
}
