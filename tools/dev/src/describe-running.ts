import type { Engines } from '@parley/engines'
import type { DevJson } from './dev-json'
import type { Plan } from './plan'
import type { Ports } from './ports'
import type { Service } from './service'
import { pageUrl, urlOf } from './services'

/** The running processes, in the format of `dev.json`. */
export function describeRunning(
  plan: Plan,
  ports: Ports,
  engines: Engines,
  services: readonly Service[],
): DevJson {
  const pidOf = (name: string) => services.find((service) => service.name === name)?.pid ?? null
  const { postgres, redis, kafka } = engines.running
  return {
    webUrl: plan.web ? pageUrl(ports) : null,
    servers: ports.servers.map(({ id, port }) => ({ id, url: urlOf(port), pid: pidOf(`server-${id}`) })),
    persisters: ports.persisters.map(({ id, port }) => ({
      id,
      url: urlOf(port),
      pid: pidOf(`persister-${id}`),
    })),
    databaseUrl: engines.databaseUrl,
    redisUrl: engines.redisUrl,
    kafkaBrokers: engines.kafkaBrokers,
    log: engines.log,
    engines: {
      postgres: { pid: postgres.pid },
      redis: { pid: redis.pid },
      kafka: { pid: kafka?.pid ?? null },
    },
  }
}
