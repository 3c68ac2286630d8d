import { join, resolve } from 'node:path'
import type { Options } from './options'

export type Environment = Readonly<Record<string, string | undefined>>

interface ServicePlan {
  /** Used in the logs' prefix and in `logs/`. */
  name: string
  id: string
  usualPort: number
}

export interface Plan {
  root: string
  dataDir: string
  fresh: boolean
  log: 'kafka' | 'redis'
  servers: ServicePlan[]
  persisters: ServicePlan[]
  web: { mode: 'dev' | 'built'; usualPort: number } | null
  /** HAProxy in front of everything. */
  balancer: { usualPort: number } | null
  /** Remarks to print before the start. */
  remarks: string[]
}

export const WEB_PORT = 3000
const BALANCER_PORT = 8080
const FIRST_SERVER_PORT = 3101
const FIRST_PERSISTER_PORT = 3201

/** The processes to start, computed only from the arguments and the environment: it starts and probes nothing. */
export function makePlan({
  root,
  options,
  environment,
}: {
  root: string
  options: Options
  environment: Environment
}): Plan {
  return {
    root,
    dataDir: environment.PARLEY_DATA_DIR ? resolve(root, environment.PARLEY_DATA_DIR) : join(root, '.data'),
    fresh: options.fresh,
    log: options.log,
    servers: numbered('server', options.servers, FIRST_SERVER_PORT),
    persisters: numbered('persister', options.persisters, FIRST_PERSISTER_PORT),
    web: options.web
      ? { mode: environment.PARLEY_WEB === 'built' ? 'built' : 'dev', usualPort: WEB_PORT }
      : null,
    balancer: options.balancer ? { usualPort: BALANCER_PORT } : null,
    remarks: options.fresh ? notOurs(environment) : [],
  }
}

function numbered(kind: string, count: number, firstPort: number): ServicePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(index + 1)
    return { name: `${kind}-${id}`, id, usualPort: firstPort + index }
  })
}

function notOurs(environment: Environment) {
  return ['DATABASE_URL', 'REDIS_URL', 'KAFKA_BROKERS']
    .filter((variable) => environment[variable])
    .map((variable) => `--fresh does not empty what ${variable} names: it is not ours.`)
}
