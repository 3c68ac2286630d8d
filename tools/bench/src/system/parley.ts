import { join } from 'node:path'
import {
  describeService,
  createService,
  newPort,
  openServiceLogs,
  type Service,
  takeBundles,
} from '@parley/testkit/cluster'
import { prepareDatabase } from '@parley/dev/prepare-database'
import type { Seat } from '../load/client'
import { createProfiler, type Profiler } from '../profile/profiler'
import { startBenchEngines, type BenchEngines } from './engines'
import { createPeople, type People } from './people'
import { roomsOf, seatsOf } from './seats'
import type { MeasuredProcess, Shape, System } from './system'

export interface Parley extends System {
  engines: BenchEngines
  people: People
  persister: Service
  serverUrls: readonly string[]
  profiler: Profiler | null
  /** Errors in the services' logs, and unexpected ends: none, in a valid run. */
  takeErrors: () => string[]
}

interface Options {
  dataDir: string
  servers?: number
  environment?: Record<string, string>
  /** The folder of the services' profiles; null: no profile. */
  profileFolder?: string | null
  say: (line: string) => void
}

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** Servers and a persister as built for production, with engines of their own. */
export async function startParley({
  dataDir,
  servers = 2,
  environment = {},
  profileFolder = null,
  say,
}: Options): Promise<Parley> {
  const closing: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let close = closing.pop(); close; close = closing.pop()) await close()
  }
  try {
    return await start()
  } catch (error) {
    await stop()
    throw error
  }

  async function start(): Promise<Parley> {
    const [engines, house] = await Promise.all([
      startBenchEngines(dataDir, say).then((started) => {
        closing.push(started.stop)
        return started
      }),
      takeBundles(root, dataDir),
    ])
    await prepareDatabase(engines.postgres.url)
    const serverPorts = await newPorts(servers)
    const inspectPorts = await newPorts(servers + 1)
    const ports = [...serverPorts, await newPort()]
    const definitions = ports.map((port, nth) => {
      const isServer = nth < servers
      const definition = describeService({
        kind: isServer ? 'server' : 'persister',
        number: isServer ? nth + 1 : 1,
        port,
        house,
        balancerPort: null,
        engines: {
          databaseUrl: engines.postgres.url,
          redisUrl: engines.redis.url,
          kafkaBrokers: engines.kafka.url,
        },
        environment: { LOG_LEVEL: 'info', ...environment },
      })
      return { ...definition, args: [`--inspect-port=127.0.0.1:${inspectPorts[nth]}`, ...definition.args] }
    })
    const logs = openServiceLogs(dataDir)
    closing.push(logs.close)
    const deaths: string[] = []
    const listeners = {
      onLine: logs.line,
      onDeath: (id: string, how: string) => deaths.push(`${id}: ${how}`),
    }
    const services = definitions.map((definition) => createService(definition, dataDir, listeners))
    closing.push(async () => void (await Promise.all(services.map((service) => service.terminate()))))
    await Promise.all(services.map((service) => service.restart()))
    say('servers and persister are ready')
    const ofServices = () =>
      services.map(({ id, pid }, nth) => ({
        ...measured(id, pid, true),
        inspectPort: inspectPorts[nth]!,
      }))
    const profiler = profileFolder ? await createProfiler(profileFolder, ofServices(), say) : null
    closing.push(async () => profiler?.close())

    const serverUrls = serverPorts.map((port) => `http://127.0.0.1:${port}`)
    const people = createPeople(serverUrls, engines.postgres.url)
    return {
      name: 'parley',
      dialect: 'parley',
      engines,
      people,
      persister: services.at(-1)!,
      serverUrls,
      profiler,
      seat: (shape) => seatPeople(people, serverUrls, shape),
      clear: people.leaveAll,
      processes: () => [
        ...ofServices(),
        measured('redis', engines.redis.pid, true),
        measured('kafka', engines.kafka.pid, false),
        measured('postgres', engines.postgres.pid, false),
      ],
      takeErrors: () => [...deaths.splice(0), ...logs.takeErrors()],
      stop,
    }
  }
}

async function seatPeople(people: People, serverUrls: readonly string[], shape: Shape): Promise<Seat[]> {
  const everybody = await people.atLeast(shape.people)
  const rooms = await people.createRooms(shape.rooms)
  const members = roomsOf(shape).flatMap((numbers, nth) =>
    numbers.map((number) => ({
      roomId: rooms[number]!.id,
      personId: everybody[nth]!.id,
    })),
  )
  await people.enter(members)
  return seatsOf(
    shape,
    serverUrls,
    (number) => ({ ...rooms[number]!, number }),
    (nth) => everybody[nth]!.cookie,
  )
}

function measured(name: string, pid: number | null, isOurs: boolean): MeasuredProcess {
  if (pid === null) throw new Error(`${name} does not run in a process of its own here`)
  return { name, pid, isOurs, inspectPort: null }
}

async function newPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await newPort())
  return ports
}
