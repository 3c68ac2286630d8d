import { z } from 'zod'
import { engineSettings, readConfig, setting } from '@parley/service'

export const settings = z.object({
  ...engineSettings,
  APPID: z.string().min(1).max(32).default('1'),
  PORT: setting.port.default(3201),
})

export type Config = ReturnType<typeof readPersisterConfig>

export function readPersisterConfig(environment: Record<string, string | undefined>) {
  const read = readConfig(settings, environment)
  return {
    persisterId: read.APPID,
    host: read.HOST,
    port: read.PORT,
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    log: {
      kind: read.PARLEY_LOG,
      kafkaBrokers: read.KAFKA_BROKERS,
      redisUrl: read.REDIS_URL,
      partitions: read.KAFKA_PARTITIONS,
      replication: read.KAFKA_REPLICATION,
    },
    logLevel: read.LOG_LEVEL,
  }
}
