// HAProxy before the servers, as docker-compose.yml has it, with the same configuration.
import { aptInstall, canApt, EngineUnavailableError, findProgram } from '@parley/engines'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment, Plan } from './plan'
import type { Ports } from './ports'
import type { ServiceDefinition } from './service-process'
import { urlOf } from './services'

/** Where `apps/docs` serves itself when somebody starts it; until then /docs is answered with 503. */
const BALANCER_DOCS = '127.0.0.1:3300'

/** The program: on PATH, or from apt. Throws a sentence that says what to install. */
export async function findBalancer(say: (line: string) => void): Promise<string> {
  const installed = findProgram('haproxy')
  if (installed) return installed
  if (canApt()) {
    say('installing haproxy with apt-get')
    await aptInstall(['haproxy']).catch(() => undefined) // said below, in words
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
      BALANCER_DOCS, // an address in any case, so that no name server is asked for `docs`
    },
    readyUrl: `${urlOf(balancer.own)}/healthz`,
  }
}

/** The one line that finds servers by name becomes a line for each server that runs here. */
export function withServers(shipped: string, servers: Ports['servers']): string {
  const lines = servers.map(({ id, port }) => `  server server${id} 127.0.0.1:${port}`)
  const configured = shipped.replace(/^ *server-template .*$/m, () => lines.join('\n'))
  if (configured === shipped) throw new Error('infra/haproxy/haproxy.cfg has no line `server-template`.')
  return configured
}
