// The program of each service, and its environment.
import { join } from 'node:path'
import type { Environment, Plan } from './plan'
import type { Ports } from './ports'
import type { ServiceDefinition } from './service-process'

type Addresses = {
  databaseUrl: string
  redisUrl: string
  kafkaBrokers: string | null
  log: 'kafka' | 'redis'
}

// One host name for all: a cookie of localhost is not sent to 127.0.0.1.
export const urlOf = (port: number) => `http://localhost:${port}`

/** The address of the page for people. */
export function pageUrl({ web, balancer }: Pick<Ports, 'web' | 'balancer'>): string {
  return urlOf(balancer?.people ?? web)
}

/** Settings that servers and persisters share; the user's own environment has priority. */
export function sharedEnvironment(
  addresses: Addresses,
  secret: string,
  environment: Environment,
): Environment {
  return {
    DRAIN_MS: '0', // there is no balancer to wait for; Ctrl-C should be quick
    BETTER_AUTH_SECRET: secret,
    NODE_ENV: 'development',
    ...environment,
    DATABASE_URL: addresses.databaseUrl,
    REDIS_URL: addresses.redisUrl,
    ...(addresses.kafkaBrokers ? { KAFKA_BROKERS: addresses.kafkaBrokers } : {}),
    PARLEY_LOG: addresses.log,
    HOST: '127.0.0.1',
  }
}

export function describeServers(plan: Plan, ports: Ports, shared: Environment): ServiceDefinition[] {
  return ports.servers.map(({ id, port }) => ({
    ...bundle(plan.root, 'server'),
    name: `server-${id}`,
    environment: {
      ...shared,
      APPID: id,
      PORT: String(port),
      PUBLIC_URL: pageUrl(ports),
      ...(ports.balancer ? { TRUSTED_PROXIES: '127.0.0.1' } : {}),
    },
    readyUrl: `${urlOf(port)}/readyz`,
  }))
}

export function describePersisters(plan: Plan, ports: Ports, shared: Environment): ServiceDefinition[] {
  return ports.persisters.map(({ id, port }) => ({
    ...bundle(plan.root, 'persister'),
    name: `persister-${id}`,
    environment: { ...shared, APPID: id, PORT: String(port) },
    readyUrl: `${urlOf(port)}/readyz`,
  }))
}

export function describeWeb(plan: Plan, ports: Ports, environment: Environment): ServiceDefinition {
  const isBuilt = plan.web?.mode === 'built'
  return {
    name: 'web',
    command: process.execPath,
    args: [
      join(plan.root, 'node_modules', 'next', 'dist', 'bin', 'next'),
      isBuilt ? 'start' : 'dev',
      '-p',
      String(ports.web),
      '-H',
      '127.0.0.1',
    ],
    cwd: join(plan.root, 'apps', 'web'),
    environment: {
      ...environment,
      NODE_ENV: isBuilt ? 'production' : 'development',
      PORT: String(ports.web),
      ...(ports.balancer ? behindBalancer : directly(ports)),
    },
    readyUrl: urlOf(ports.web),
  }
}

// Everything is at the page's own origin.
const behindBalancer = { PARLEY_API_URL: '', PARLEY_SERVERS: '' }

function directly({ servers }: Ports) {
  return {
    PARLEY_API_URL: urlOf(servers[0]!.port),
    PARLEY_SERVERS: JSON.stringify(servers.map(({ id, port }) => ({ id, url: urlOf(port) }))),
  }
}

function bundle(root: string, app: 'server' | 'persister') {
  const cwd = join(root, 'apps', app)
  return { command: process.execPath, args: ['--enable-source-maps', join(cwd, 'dist', 'main.js')], cwd }
}
