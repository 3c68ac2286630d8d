import { docker, findFreePort, type DockerOptions } from '@parley/engines'
import { readFileSync } from 'node:fs'

/** A running docker-compose.yml. */
export interface Stack {
  /** The address that a person types into a browser. */
  url: string
  studioUrl: string
  databaseUrl: string
  /** For `npm run verify`. */
  environment: Record<string, string>
  /** `docker compose ...` of this project. */
  compose(args: readonly string[], options?: Partial<DockerOptions>): Promise<string>
  /** Started, and healthy. */
  up(...args: string[]): Promise<void>
  /** The running containers. */
  containers(service?: string): Promise<Container[]>
  /** One property of a container, by a Go template for `docker inspect`. */
  inspect(id: string, format: string): Promise<string>
  /** The user id of a container's first process. */
  userOf(id: string): Promise<number>
  /** SIGKILL, like a crash. Resolves when it is dead. */
  kill(container: Container): Promise<void>
  /** SIGTERM, like a deployment. Resolves when it has ended. */
  stop(container: Container): Promise<void>
  /** Makes sure that a killed container runs again and is healthy. */
  revive(container: Container): Promise<void>
  remove(): Promise<void>
}

interface Container {
  id: string
  /** `parley-check-server-3` */
  name: string
  service: string
}

export interface StackOptions {
  project: string
  profiles?: readonly string[]
  /** It runs already, left by `--keep`. */
  isUp: boolean
  /** Environment for docker-compose.yml. */
  settings: Record<string, string>
  say: (line: string) => void
}

const UP_LIMIT_MS = 300_000
/** Some seconds on a quiet machine; the time is printed. */
const BACK_LIMIT_MS = 240_000
const FIRST_PORT = 28_080

export async function makeStack({
  project,
  profiles = [],
  isUp,
  settings,
  say,
}: StackOptions): Promise<Stack> {
  const ports = await findPorts(isUp)
  const environment = { ...settings, ...portSettings(ports), PUBLIC_URL: `http://localhost:${ports.http}` }
  const own = ['compose', '-p', project, ...profiles.flatMap((profile) => ['--profile', profile])]
  const compose = (args: readonly string[], options: Partial<DockerOptions> = {}) =>
    docker([...own, ...args], { environment, limitMs: UP_LIMIT_MS, ...options })

  async function containers(service?: string): Promise<Container[]> {
    const filters = [
      `label=com.docker.compose.project=${project}`,
      ...(service ? [`label=com.docker.compose.service=${service}`] : []),
    ]
    const format = '{{.ID}} {{.Names}} {{.Label "com.docker.compose.service"}}'
    const listed = await docker(
      ['ps', '--no-trunc', '--format', format, ...filters.flatMap((filter) => ['--filter', filter])],
      { limitMs: 20_000 },
    )
    return listed
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' '))
      .map(([id = '', name = '', of = '']) => ({ id, name, service: of }))
      .sort((a, b) => a.name.localeCompare(b.name))
  }

  async function inspect(id: string, format: string): Promise<string> {
    return (await docker(['inspect', '-f', format, id], { limitMs: 20_000 })).trim()
  }

  async function userOf(id: string): Promise<number> {
    const pid = await inspect(id, '{{.State.Pid}}')
    const processes = await docker(['top', id, '-eo', 'pid,uid'], { limitMs: 20_000 })
    const [, uid] = new RegExp(`^ *${pid} +(\\d+)`, 'm').exec(processes) ?? []
    if (uid === undefined) throw new Error(`container ${id} has no process ${pid}:\n${processes}`)
    return Number(uid)
  }

  async function kill({ id, name }: Container) {
    const pid = Number(await inspect(id, '{{.State.Pid}}'))
    const began = await inspect(id, '{{.State.StartedAt}}')
    // A container ended by `docker kill` stays down: Docker takes that for a wish. A process that dies by itself is
    // restarted.
    if (isOurs(pid, id)) process.kill(pid, 'SIGKILL')
    else await docker(['kill', id], { limitMs: 20_000 })
    await untilTrue(`${name} is dead`, 20_000, async () => {
      const [running, startedAt] = (await inspect(id, '{{.State.Running}} {{.State.StartedAt}}')).split(' ')
      return running === 'false' || startedAt !== began
    })
  }

  async function stop({ id }: Container) {
    await docker(['stop', '-t', '40', id], { limitMs: 60_000 })
  }

  async function revive({ id, name }: Container) {
    if ((await inspect(id, '{{.State.Status}}')) === 'exited')
      await docker(['start', id], { limitMs: 30_000 })
    await untilTrue(`${name} is healthy`, BACK_LIMIT_MS, async () => {
      return (
        (await inspect(id, '{{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}')) ===
        'healthy'
      )
    })
  }

  return {
    url: `http://localhost:${ports.http}`,
    studioUrl: `http://127.0.0.1:${ports.studio}`,
    databaseUrl: `postgresql://parley:parley@127.0.0.1:${ports.postgres}/parley`,
    environment: {
      DATABASE_URL: `postgresql://parley:parley@127.0.0.1:${ports.postgres}/parley`,
      REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
      KAFKA_BROKERS: `localhost:${ports.kafka}`,
    },
    compose,
    async up(...args) {
      await compose(['up', '-d', '--wait', '--wait-timeout', String(UP_LIMIT_MS / 1_000), ...args])
    },
    containers,
    inspect,
    userOf,
    kill,
    stop,
    revive,
    async remove() {
      say(`taking ${project} down`)
      await docker(
        ['compose', '-p', project, '--profile', '*', 'down', '-v', '--remove-orphans', '-t', '10'],
        {
          environment,
          limitMs: 120_000,
        },
      )
    },
  }
}

/** The usual ports if the stack runs already. */
async function findPorts(isUp: boolean) {
  const found: number[] = []
  for (let port = FIRST_PORT; found.length < 7; port = found.at(-1)! + 1)
    found.push(isUp ? port : await findFreePort(port))
  const [http, postgres, redis, kafka, kafka2, kafka3, studio] = found
  return { http, postgres, redis, kafka, kafka2, kafka3, studio }
}

function portSettings(ports: Awaited<ReturnType<typeof findPorts>>): Record<string, string> {
  return {
    PARLEY_PORT: String(ports.http),
    POSTGRES_PORT: String(ports.postgres),
    REDIS_PORT: String(ports.redis),
    KAFKA_PORT: String(ports.kafka),
    KAFKA_2_PORT: String(ports.kafka2),
    KAFKA_3_PORT: String(ports.kafka3),
    STUDIO_PORT: String(ports.studio),
  }
}

/** The Docker engine may run on another machine, or in a virtual one: then this pid belongs to another process here. */
function isOurs(pid: number, containerId: string): boolean {
  try {
    return pid > 1 && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(containerId)
  } catch {
    return false
  }
}

async function untilTrue(what: string, limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + limitMs
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${limitMs / 1_000} s: ${what}`)
    await new Promise((wake) => setTimeout(wake, 200))
  }
}
