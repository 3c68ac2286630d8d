import { parseArgs } from 'node:util'

export interface Options {
  servers: number
  persisters: number
  fresh: boolean
  log: 'kafka' | 'redis'
  web: boolean
  balancer: boolean
}

/** The arguments are invalid; the message gives the reason in one sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const usage = `usage: npm run dev -- [options]

  --servers N      how many servers (2)
  --persisters N   how many persisters (1)
  --log NAME       the event log: kafka, or redis if Kafka is not available (kafka)
  --fresh          delete all earlier data, and start empty
  --no-web         without the web client
  --balancer       everything behind HAProxy, at one address, as with docker compose
  --help           this text`

/** Null if help was requested. `environment` gives the log's default, as for the services. */
export function readOptions(args: string[], environment: Record<string, string | undefined>): Options | null {
  const given = parse(args)
  if (given.help) return null
  if (given.balancer && given['no-web'])
    throw new UsageError('--balancer serves the web client too; without it there is nothing to balance for.')
  return {
    servers: readCount('--servers', given.servers, 2),
    persisters: readCount('--persisters', given.persisters, 1),
    fresh: given.fresh ?? false,
    log: readLog(given.log ?? (environment.PARLEY_LOG || 'kafka')),
    web: !given['no-web'],
    balancer: given.balancer ?? false,
  }
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        servers: { type: 'string' },
        persisters: { type: 'string' },
        log: { type: 'string' },
        fresh: { type: 'boolean' },
        'no-web': { type: 'boolean' },
        balancer: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return values
  } catch (cause) {
    const [firstSentence] = (cause as Error).message.split('. ')
    throw new UsageError(firstSentence?.endsWith('.') ? firstSentence : `${firstSentence}.`, { cause })
  }
}

const MOST = 16

function readCount(name: string, given: string | undefined, otherwise: number) {
  if (given === undefined) return otherwise
  const count = /^\d+$/.test(given) ? Number(given) : Number.NaN
  if (count >= 1 && count <= MOST) return count
  throw new UsageError(`${name} needs a number from 1 to ${MOST}, not "${given}".`)
}

function readLog(given: string) {
  if (given === 'kafka' || given === 'redis') return given
  throw new UsageError(`--log needs kafka or redis, not "${given}".`)
}
