// HAProxy in front of the servers, with the configuration of docker-compose.yml.
import { aptInstall, canApt, EngineUnavailableError, findProgram } from '@parley/engines'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment, Plan } from './plan'
import type { Ports } from './ports'
import type { ServiceDefinition } from './service-process'
import { urlOf } from './services'

/** The address of `apps/docs` if a developer starts it; until then /docs answers 503. */
const BALANCER_DOCS = '127.0.0.1:3300'

/** The program: on PATH, or from apt. Throws a sentence that tells how to install it. */
export async function findBalancer(say: (line: string) => void): Promise<string> {
  const installed = findProgram('haproxy')
  if (installed) return installed
  if (canApt()) {
    say('installing haproxy with apt-get')
    await aptInstall(['haproxy']).catch(() => undefined) // reported below, in words
  }
  const brought = findProgram('haproxy')
  if (brought) return brought
  throw new EngineUnavailableError(
    '--balancer needs HAProxy 2.6 or newer: install it (`apt install haproxy`, `brew install haproxy`).',
  )
}

export function describeBalancer(
  { root, dataDir }: Plan,
  { servers, web, balancer }: Ports,
  program: string,
  environment: Environment,
): ServiceDefinition {
  if (!balancer) throw new Error('no port was found for the balancer')
  const folder = join(dataDir, 'haproxy')
  const file = join(folder, 'haproxy.cfg')
  const shipped = readFileSync(join(root, 'infra', 'haproxy', 'haproxy.cfg'), 'utf8')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, withServers(shipped, servers))
  return {
    name: 'balancer',
    command: program,
    args: ['-db', '-f', file],
    cwd: folder,
    environment: {
      ...environment,
      BALANCER_BIND: `127.0.0.1:${balancer.people}`,
      BALANCER_OWN_BIND: `127.0.0.1:${balancer.own}`,
      BALANCER_WEB: `127.0.0.1:${web}`,
      BALANCER_DOCS, // any address, so that no name server is asked for `docs`
    },
    readyUrl: `${urlOf(balancer.own)}/healthz`,
  }
}

/** Replaces the line that finds servers by name with one line per local server. */
export function withServers(shipped: string, servers: Ports['servers']): string {
  const lines = servers.map(({ id, port }) => `  server server${id} 127.0.0.1:${port}`)
  const configured = shipped.replace(/^ *server-template .*$/m, () => lines.join('\n'))
  if (configured === shipped) throw new Error('infra/haproxy/haproxy.cfg has no line `server-template`.')
  return configured
}
