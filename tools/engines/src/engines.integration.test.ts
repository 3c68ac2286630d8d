import { Redis } from 'ioredis'
import { Kafka, logLevel } from 'kafkajs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { prepareInDocker } from './docker-engine'
import type { ComposeService } from './docker-project'
import type { RunningEngine } from './engine'
import { startKafka } from './kafka'
import { livePid } from './pid-file'
import { startPostgres } from './postgres'
import { startRedis, type RedisOptions } from './redis'
import { startEngines } from './start-engines'
import { makeTestDirectory, type TestDirectory } from './test-directory'

const inDocker = process.env.PARLEY_ENGINES === 'docker'
let directory: TestDirectory
const running: RunningEngine[] = []

beforeEach(async () => {
  directory = await makeTestDirectory()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop()))
  await directory.delete()
})

// `npm run compose:check` runs the tests of each engine, and that of Redis's settings, again with PARLEY_ENGINES=docker.
const engines = [
  {
    name: 'PostgreSQL',
    service: 'postgres' as const,
    startHere: startPostgres,
    remember: rememberInPostgres,
    recall: recallFromPostgres,
  },
  {
    name: 'Redis',
    service: 'redis' as const,
    startHere: startRedis,
    remember: rememberInRedis,
    recall: recallFromRedis,
  },
  {
    name: 'Kafka',
    service: 'kafka' as const,
    startHere: startKafka,
    remember: rememberInKafka,
    recall: recallFromKafka,
  },
]

for (const { name, service, startHere, remember, recall } of engines) {
  const start = inPlace(service, startHere)

  test(`${name} keeps its address and its data when it is stopped, started, killed and restarted`, async () => {
    const first = await begin(start)
    await remember(first.url, 'kept')
    await first.stop()
    expect(first.pid).toBeNull()

    const second = await begin(start)
    expect(second.url).toBe(first.url)
    expect(await recall(second.url)).toBe('kept')

    await remember(second.url, 'kept again')
    await settle(name, second.url)
    await second.kill()
    expect(second.pid).toBeNull()
    await second.restart()
    expect(await recall(second.url)).toBe('kept again')
  })

  test(`${name}: an engine left running by a killed launcher is stopped by the next start, which finds its data`, async () => {
    const left = await leaveBehind(service, directory.path)
    if (!inDocker) expect(livePid(join(directory.path, 'run', `${service}.pid`))).toBe(left.pid)
    await remember(left.url, 'left')

    const next = await begin(start)
    if (!inDocker) expect(next.pid).not.toBe(left.pid)
    expect(next.url).toBe(left.url)
    expect(await recall(next.url)).toBe('left')
  })
}

test('two directories have engines of their own, side by side', async () => {
  const other = await makeTestDirectory()
  const both = await Promise.all(
    [directory, other].map(({ path }) =>
      startEngines({ dataDir: path, log: 'redis', environment: {}, say: () => undefined }),
    ),
  )
  try {
    const [here, there] = both as [(typeof both)[0], (typeof both)[0]]
    expect(here.redisUrl).not.toBe(there.redisUrl)
    await rememberInRedis(here.redisUrl, 'here')
    await rememberInRedis(there.redisUrl, 'there')
    expect(await recallFromRedis(here.redisUrl)).toBe('here')
    await rememberInPostgres(here.databaseUrl, 'here')
    await rememberInPostgres(there.databaseUrl, 'there')
    expect(await recallFromPostgres(here.databaseUrl)).toBe('here')
  } finally {
    await Promise.all(both.map((one) => one.close()))
    await other.delete()
  }
})

test('Redis never evicts keys, and writes to the disk before it answers when it is the log', async () => {
  const engine = await inPlace('redis', startRedis)({ dataDir: directory.path, appendfsync: 'always' })
  running.push(engine)
  const redis = new Redis(engine.url)
  expect(await redis.config('GET', 'maxmemory-policy')).toContain('noeviction')
  expect(await redis.config('GET', 'appendfsync')).toContain('always')
  redis.disconnect()
})

test('an engine of the environment is used, and never stopped', async () => {
  const mine = await begin(startRedis)
  const started = await startEngines({
    dataDir: join(directory.path, 'second'),
    log: 'redis',
    environment: { REDIS_URL: mine.url },
    say: () => undefined,
  })
  expect(started.redisUrl).toBe(mine.url)
  await started.close()
  expect(mine.pid).not.toBeNull()
  await expect(recallFromRedis(mine.url)).resolves.toBeNull()
})

test('an address where nothing answers is reported in one sentence, and nothing is left running', async () => {
  const request = { dataDir: directory.path, log: 'redis' as const, say: () => undefined }
  const starting = startEngines({ ...request, environment: { REDIS_URL: 'redis://127.0.0.1:1' } })
  await expect(starting).rejects.toThrow('Nothing answers at 127.0.0.1:1, which REDIS_URL names')
  expect(livePid(join(directory.path, 'log-redis', 'run', 'postgres.pid'))).toBeNull()
})

test('data in Docker is not started again elsewhere while Docker is down', async () => {
  const marks = join(directory.path, 'docker')
  mkdirSync(marks)
  writeFileSync(join(marks, 'kafka'), '')
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  const starting = startEngines({
    dataDir: directory.path,
    log: 'kafka',
    environment: {},
    say: () => undefined,
  })
  await expect(starting).rejects.toThrow('What was said is stored in Docker, which does not answer')
  vi.unstubAllEnvs()
  rmSync(marks, { recursive: true }) // nothing of it is to be deleted in Docker
})

test('a process that ends by itself is reported as a crash, one that we stop is not', async () => {
  const engine = await begin(startRedis)
  const crashes: string[] = []
  engine.onCrash((how) => crashes.push(how))
  await engine.restart()
  expect(crashes).toEqual([])
  process.kill(engine.pid!, 'SIGKILL')
  await expect.poll(() => crashes).toEqual(['ended by SIGKILL'])
})

function inPlace<Options extends RedisOptions>(
  service: ComposeService,
  startHere: (options: Options) => Promise<RunningEngine>,
) {
  if (!inDocker) return startHere
  return async (options: Options) => (await prepareInDocker(service, options))()
}

async function begin(start: typeof startRedis) {
  const engine = await start({ dataDir: directory.path })
  running.push(engine)
  return engine
}

/** Starts the engine in a child process and kills that, like `kill -9` of the launcher. */
async function leaveBehind(service: string, dataDir: string): Promise<{ url: string; pid: number }> {
  const script = join(import.meta.dirname, '..', 'test', 'leave-behind.ts')
  const launcher = spawn(process.execPath, ['--import', 'tsx', script, service, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer]
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  return JSON.parse(line.toString()) as { url: string; pid: number }
}

/** With `everysec` Redis may hold a write back while it flushes the previous one. */
async function settle(name: string, url: string) {
  if (name !== 'Redis') return
  const pending = () => withRedis(url, (redis) => redis.info('persistence'))
  await expect.poll(pending).toContain('aof_buffer_length:0')
}

async function rememberInPostgres(url: string, what: string) {
  await query(url, 'create table if not exists memory (what text)')
  await query(url, 'insert into memory values ($1)', [what])
}

async function recallFromPostgres(url: string) {
  const { rows } = await query(url, 'select what from memory order by ctid desc limit 1')
  return (rows as { what: string }[])[0]?.what ?? null
}

async function query(url: string, text: string, values: string[] = []) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(text, values)
  } finally {
    await client.end()
  }
}

async function rememberInRedis(url: string, what: string) {
  await withRedis(url, (redis) => redis.set('memory', what))
}

function recallFromRedis(url: string) {
  return withRedis(url, (redis) => redis.get('memory'))
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>) {
  const redis = new Redis(url)
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}

async function rememberInKafka(url: string, what: string) {
  const producer = kafka(url).producer({ allowAutoTopicCreation: false })
  const admin = kafka(url).admin()
  await Promise.all([producer.connect(), admin.connect()])
  await admin.createTopics({ topics: [{ topic: 'memory', numPartitions: 1 }], waitForLeaders: true })
  await producer.send({ topic: 'memory', acks: -1, messages: [{ value: what }] })
  await Promise.all([producer.disconnect(), admin.disconnect()])
}

async function recallFromKafka(url: string) {
  const admin = kafka(url).admin()
  const consumer = kafka(url).consumer({ groupId: `recall-${Date.now()}`, allowAutoTopicCreation: false })
  await Promise.all([admin.connect(), consumer.connect()])
  const [partition] = await admin.fetchTopicOffsets('memory')
  await consumer.subscribe({ topic: 'memory', fromBeginning: true })
  const last = await new Promise<string>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        if (Number(message.offset) === Number(partition!.offset) - 1) resolve(message.value!.toString())
      },
    })
  })
  await Promise.all([admin.disconnect(), consumer.disconnect()])
  return last
}

function kafka(url: string) {
  return new Kafka({ brokers: [url], logLevel: logLevel.NOTHING })
}
