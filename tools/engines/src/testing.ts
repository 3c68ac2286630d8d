import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startEngines } from './start-engines'
import { makeTestDirectory } from './test-directory'

/**
 * A Vitest globalSetup: engines for the tests of a package, at TEST_DATABASE_URL, TEST_REDIS_URL and TEST_KAFKA_BROKERS.
 * Uses those of the environment (the test runner sets them); otherwise starts three in a temporary directory, and removes
 * them afterwards.
 */
export default async function setUpEngines(): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_KAFKA_BROKERS } = process.env
  if (TEST_DATABASE_URL && TEST_REDIS_URL && TEST_KAFKA_BROKERS) return () => Promise.resolve()

  const directory = await makeTestDirectory()
  try {
    const engines = await startEngines({
      dataDir: directory.path,
      log: 'kafka',
      environment: {
        DATABASE_URL: TEST_DATABASE_URL,
        REDIS_URL: TEST_REDIS_URL,
        KAFKA_BROKERS: TEST_KAFKA_BROKERS,
      },
      say: () => undefined,
    })
    if (!engines.kafkaBrokers) throw new Error('The tests need Kafka: Java and Maven are missing.')
    process.env.TEST_DATABASE_URL = engines.databaseUrl
    process.env.TEST_REDIS_URL = engines.redisUrl
    process.env.TEST_KAFKA_BROKERS = engines.kafkaBrokers
    return async () => {
      await engines.close()
      await directory.delete()
    }
  } catch (error) {
    await directory.delete()
    throw error
  }
}

/** An empty database on the tests' server; `drop` also disconnects remaining clients. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL
  if (!server)
    throw new Error(
      "TEST_DATABASE_URL is not set: add globalSetup: ['@parley/engines/testing'] to vitest.config.ts.",
    )
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runOn(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runOn(server, `drop database if exists ${name} with (force)`) }
}

async function runOn(server: string, statement: string) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
