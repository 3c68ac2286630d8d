import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { withPostgres } from '@parley/testkit/postgres'
import type { Parley } from '../system/parley'
import { OWN, producesIn, readLogFrom, statementsIn } from './engine-logs'

/** The work of all running processes and engines. */
export interface Work {
  statements: number
  redisOutside: number
  redisInside: number
  kafkaProduces: number
  /** Calls of write(2) of servers and persister: to sockets, and a few to files. */
  writes: number
}

export interface WorkCounter {
  count: (work: () => Promise<unknown>) => Promise<Work>
  /** Names and statements of the last count, for debugging. */
  explain: () => string[]
  close: () => void
}

/** Exact: each engine's own log lists its commands. `dataDir`: that of this Parley. */
export async function openWorkCounter(parley: Parley, dataDir: string): Promise<WorkCounter> {
  const { redis, postgres } = parley.engines
  const postgresLog = readLogFrom(join(dataDir, 'logs', 'postgres.log'))
  const kafkaLog = readLogFrom(join(dataDir, 'logs', 'kafka.log'))
  const client = new Redis(redis.url)
  const monitor = await client.monitor()
  let told: { name: string; isInside: boolean }[] = []
  let onMarker: (marker: string) => void = () => undefined
  let markers = 0
  let explained: string[] = []
  monitor.on('monitor', (_time: string, [name = '', argument = '']: string[], source: string) => {
    if (argument.startsWith('bench-')) onMarker(argument)
    else told.push({ name: name.toUpperCase(), isInside: source === 'lua' })
  })

  /** When the mark is in the log, everything before it is in the log, too. */
  async function mark(): Promise<string> {
    const marker = `bench-${++markers}-`
    const isTold = new Promise<void>((resolve) => {
      onMarker = (heard) => heard === marker && resolve()
    })
    await client.echo(marker)
    await isTold
    const begun = postgresLog.upTo(marker)
    await withPostgres(postgres.url, (asked) => asked.query(`select ${OWN} '${marker}'`))
    return begun
  }

  return {
    async count(work) {
      await mark()
      told = []
      kafkaLog.now()
      const writesBefore = writesOf(parley)
      await work()
      const writes = writesOf(parley) - writesBefore
      const statements = statementsIn(await mark())
      explained = [...told.map(({ name, isInside }) => (isInside ? `  ${name}` : name)), ...statements]
      return {
        statements: statements.length,
        redisOutside: told.filter(({ isInside }) => !isInside).length,
        redisInside: told.filter(({ isInside }) => isInside).length,
        kafkaProduces: producesIn(kafkaLog.now()),
        writes,
      }
    },
    explain: () => explained,
    close() {
      monitor.disconnect()
      client.disconnect()
    },
  }
}

function writesOf(parley: Parley): number {
  const services = parley.processes().filter(({ inspectPort }) => inspectPort !== null)
  return services.reduce((total, { pid }) => {
    const io = readFileSync(`/proc/${pid}/io`, 'utf8')
    return total + Number(/^syscw: (\d+)/m.exec(io)?.[1])
  }, 0)
}
