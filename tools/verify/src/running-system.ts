import { join } from 'node:path'
import { readDevJson } from '@parley/dev'

interface RunningSystem {
  databaseUrl: string
  redisUrl: string
  log: { kind: 'kafka' | 'redis'; kafkaBrokers: string[]; redisUrl: string; partitions: number }
}

const PARTITIONS = 12

/** The system that the environment names, as for the services, or the one that `npm run dev` runs in this checkout. */
export function findRunningSystem(
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
): RunningSystem | null {
  const { DATABASE_URL, REDIS_URL, KAFKA_BROKERS, PARLEY_LOG, KAFKA_PARTITIONS, PARLEY_DATA_DIR } =
    environment
  const dev = readDevJson(PARLEY_DATA_DIR || join(root, '.data'))
  const databaseUrl = DATABASE_URL || dev?.databaseUrl
  const redisUrl = REDIS_URL || dev?.redisUrl
  if (!databaseUrl || !redisUrl) return null
  const kafkaBrokers = (KAFKA_BROKERS || dev?.kafkaBrokers || '').split(',').filter(Boolean)
  const kind = PARLEY_LOG === 'redis' || (!PARLEY_LOG && dev?.log === 'redis') ? 'redis' : 'kafka'
  const partitions = Number(KAFKA_PARTITIONS || PARTITIONS)
  return { databaseUrl, redisUrl, log: { kind, kafkaBrokers, redisUrl, partitions } }
}
