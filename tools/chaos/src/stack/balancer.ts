import { connect } from 'node:net'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeBalancer, findBalancer } from '@parley/dev/balancer'
import type { ServiceDefinition } from '@parley/dev/service-process'
import { until } from '@parley/testkit/until'
import { createService, type Service, type ServiceListeners } from '@parley/testkit/cluster'

export interface Balancer extends Service {
  /**
   * Like `docker kill -s HUP`: a new process with the same configuration; the old one keeps its connections for a while.
   */
  reload(): void
  /**
   * Resolves when it has checked every server. At its start HAProxy counts all servers as up, and so sends clients to the
   * spare ones: their links accept a connection though nothing runs behind them.
   */
  checked(): Promise<void>
  look(serverId: string): Promise<{ isUp: boolean; connections: number }>
  /** New clients do not go there; connected ones stay. */
  drain(serverId: string): Promise<void>
  undrain(serverId: string): Promise<void>
}

/** How long an old process keeps its connections after a reload. The shipped value is a minute. */
export const HARD_STOP_SECONDS = 10
const CHECKED_LIMIT_MS = 20_000

interface Parts {
  root: string
  dataDir: string
  people: number
  own: number
  /** No web client runs here: nothing answers on this port. */
  web: number
  /** By the ports of their links. */
  servers: { id: string; port: number }[]
  listeners: ServiceListeners
  say: (line: string) => void
}

/** HAProxy with the shipped configuration, and a socket for the command to drain a server. */
export async function createBalancer(parts: Parts): Promise<Balancer> {
  const { root, dataDir, people, own, web, servers, listeners, say } = parts
  const program = await findBalancer(say)
  const definition = describeBalancer(
    { root, dataDir } as Parameters<typeof describeBalancer>[0],
    { servers, persisters: [], web, balancer: { people, own } },
    program,
    {
      PATH: process.env.PATH,
      // All clients of this run come from one address.
      BALANCER_CONNECTIONS_PER_ADDRESS: '20000',
      BALANCER_REQUESTS_PER_10S: '1000000',
    },
  )
  const socket = join(dataDir, 'haproxy', 'admin.sock')
  changeForRun(definition, socket)
  const service = createService(
    {
      ...definition,
      args: ['-W', ...definition.args], // a master, which can reload
      // Its own /healthz also needs a web client. A server's readiness, through it, proves that it serves.
      readyUrl: `http://127.0.0.1:${people}/healthz`,
    },
    dataDir,
    listeners,
  )
  const tell = (state: string) => async (serverId: string) => {
    const answer = await ask(socket, `set server servers/${nameOf(serverId)} state ${state}`)
    if (answer) throw new Error(`HAProxy: ${answer}`)
  }
  return Object.assign(service, {
    async checked() {
      await until('HAProxy has checked every server', CHECKED_LIMIT_MS, async () => {
        const stats = await ask(socket, 'show stat')
        return servers.every(({ id }) => isChecked(readStat(stats, `server${id}`)))
      })
    },
    reload: () => void (service.pid && process.kill(service.pid, 'SIGUSR2')),
    async look(serverId: string) {
      const stat = readStat(await ask(socket, 'show stat'), nameOf(serverId))
      return { isUp: stat.status === 'UP', connections: Number(stat.scur) }
    },
    drain: tell('drain'),
    undrain: tell('ready'),
  })
}

function changeForRun({ args }: ServiceDefinition, socket: string) {
  const file = args[args.indexOf('-f') + 1]!
  const configured = readFileSync(file, 'utf8')
  const changed = configured
    .replace(/^global$/m, `global\n  stats socket ${socket} mode 600 level admin expose-fd listeners`)
    .replace(/hard-stop-after \d+s/, `hard-stop-after ${HARD_STOP_SECONDS}s`)
  writeFileSync(file, changed)
}

/** `server-1` is `server1` in the configuration. */
const nameOf = (serverId: string) => serverId.replace('-', '')

/** A server that fails its first check still counts as `UP 1/2` until the second. */
function isChecked({ status, check_status: check }: Record<string, string | undefined>): boolean {
  return status === 'DOWN' || (status === 'UP' && check === 'L7OK')
}

/** One line of HAProxy's statistics, by column name. */
function readStat(csv: string, server: string): Record<string, string | undefined> {
  const [head = '', ...lines] = csv.split('\n')
  const columns = head.replace('# ', '').split(',')
  for (const line of lines) {
    const stat = Object.fromEntries(line.split(',').map((value, nth) => [columns[nth]!, value]))
    if (stat.svname === server) return stat
  }
  throw new Error(`HAProxy knows no ${server}: ${csv}`)
}

function ask(socket: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket)
    let answer = ''
    connection.setTimeout(5_000, () => connection.destroy(new Error('HAProxy did not answer')))
    connection.once('error', reject)
    connection.on('data', (chunk) => (answer += chunk.toString()))
    connection.once('end', () => resolve(answer.trim()))
    connection.write(`${line}\n`)
  })
}
