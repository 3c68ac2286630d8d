import { expect, test } from 'vitest'
import { readOptions } from './options'
import { makePlan } from './plan'
import { describePersisters, describeServers, describeWeb, sharedEnvironment } from './services'

const environment = { HOST: 'mine', LOG_LEVEL: 'debug', DATABASE_URL: 'given', PARLEY_WEB: 'built' }
const plan = makePlan({ root: '/parley', options: readOptions([], {})!, environment })
const ports = {
  web: 3005,
  servers: [
    { id: '1', port: 3101 },
    { id: '2', port: 3107 },
  ],
  persisters: [{ id: '1', port: 3201 }],
  balancer: null,
}
const addresses = { databaseUrl: 'pg', redisUrl: 'redis', kafkaBrokers: 'kafka', log: 'kafka' as const }
const shared = sharedEnvironment(addresses, 'secret', environment)

test("services get the addresses of the started engines, and the user's own settings", () => {
  expect(shared).toMatchObject({
    DATABASE_URL: 'pg',
    REDIS_URL: 'redis',
    KAFKA_BROKERS: 'kafka',
    PARLEY_LOG: 'kafka',
    BETTER_AUTH_SECRET: 'secret',
    LOG_LEVEL: 'debug',
    HOST: '127.0.0.1',
  })
})

test('with Redis as the log no Kafka setting is passed', () => {
  const redis = sharedEnvironment({ ...addresses, kafkaBrokers: null, log: 'redis' }, 'secret', {})
  expect(redis).not.toHaveProperty('KAFKA_BROKERS')
  expect(redis.PARLEY_LOG).toBe('redis')
})

test("every server gets its id, its port and the page's origin", () => {
  const [, second] = describeServers(plan, ports, shared)
  expect(second).toMatchObject({
    name: 'server-2',
    args: ['--enable-source-maps', '/parley/apps/server/dist/main.js'],
    environment: { APPID: '2', PORT: '3107', PUBLIC_URL: 'http://localhost:3005' },
    readyUrl: 'http://localhost:3107/readyz',
  })
  expect(describePersisters(plan, ports, shared)[0]?.environment).toMatchObject({ APPID: '1', PORT: '3201' })
})

test('the web client gets every server', () => {
  const web = describeWeb(plan, ports, environment)
  expect(web.args).toContain('start')
  expect(web.environment).toMatchObject({
    PORT: '3005',
    PARLEY_API_URL: 'http://localhost:3101',
    NODE_ENV: 'production',
  })
  expect(JSON.parse(web.environment.PARLEY_SERVERS!)).toEqual([
    { id: '1', url: 'http://localhost:3101' },
    { id: '2', url: 'http://localhost:3107' },
  ])
})

test("behind a balancer the page has one address, and the servers trust the balancer's X-Forwarded-For", () => {
  const behind = { ...ports, balancer: { people: 8080, own: 8081 } }
  expect(describeWeb(plan, behind, environment).environment).toMatchObject({
    PARLEY_API_URL: '',
    PARLEY_SERVERS: '',
  })
  expect(describeServers(plan, behind, shared)[0]?.environment).toMatchObject({
    PUBLIC_URL: 'http://localhost:8080',
    TRUSTED_PROXIES: '127.0.0.1',
  })
})
