import { z } from 'zod'
import { engineSettings, readConfig } from '@parley/service'

const { DATABASE_URL, LOG_LEVEL } = engineSettings

export const settings = z.object({ DATABASE_URL, LOG_LEVEL })

export function readMigrateConfig(environment: Record<string, string | undefined>) {
  const read = readConfig(settings, environment)
  return { databaseUrl: read.DATABASE_URL, logLevel: read.LOG_LEVEL }
}
