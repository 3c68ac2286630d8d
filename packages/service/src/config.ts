import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { version } from '../package.json'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment lacks required values; `faults` has a line per variable. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`The configuration is incomplete or invalid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

/**
 * Reads a service's configuration once, by the names of the schema. `NAME_FILE` may name a file that holds the value
 * (docker secrets); an empty value counts as absent. Throws ConfigError with all faults at once.
 */
export function readConfig<S extends z.ZodObject>(schema: S, environment: Environment): z.output<S> {
  const values = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, valueOf(name, environment)]),
  )
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
}

function valueOf(name: string, environment: Environment): string | undefined {
  const file = environment[`${name}_FILE`]
  if (file) return readFileSync(file, 'utf8').trimEnd()
  return environment[name] || undefined
}

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)

/** Variables that every service reads. */
export const engineSettings = {
  DATABASE_URL: z.string().default('postgresql://parley:parley@127.0.0.1:5432/parley'),
  REDIS_URL: z.string().default('redis://127.0.0.1:6379'),
  PARLEY_LOG: z.enum(['kafka', 'redis']).default('kafka'),
  KAFKA_BROKERS: list.default(['127.0.0.1:9092']),
  KAFKA_PARTITIONS: z.coerce.number().int().min(1).max(1_000).default(12),
  KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PARLEY_COMMIT: z.string().default('unknown'),
}

export const setting = { list, port: z.coerce.number().int().min(0).max(65_535) }

type EngineSettings = z.output<z.ZodObject<typeof engineSettings>>

/** Variables that every service reads, by the names that code uses. */
export function enginesOf(read: EngineSettings) {
  return {
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
    host: read.HOST,
    /** All packages have one version (.changeset/config.json). */
    build: { version, commit: read.PARLEY_COMMIT },
  }
}
