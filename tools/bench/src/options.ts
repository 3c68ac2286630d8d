import { parseArgs } from 'node:util'

export interface BenchOptions {
  list: boolean
  /** Empty: all. */
  only: string[]
  seconds: number
  servers: number
  messages: number
  quiet: number
  rounds: number
  compare: boolean
  json: string | null
  profile: string | null
  /** Results to read instead of measuring. */
  from: string[]
  write: boolean
}

export const usage = `npm run bench -- [options]
  --list           lists the workloads
  --only W2,E2E    only these
  --compare        also bare ws, Socket.IO, and Socket.IO with the Redis adapter on two nodes, in turn
  --rounds N       how often each is measured; the table has the medians (1; with --compare 3)
  --seconds N      how long each is measured, after a warm-up (8)
  --servers N      the number of Parley servers (2)
  --messages N     messages in the larger history of W7 (1000000)
  --quiet N        repeats a measurement, at most twice, while other processes take more than N % of a core
  --json FILE      writes the result
  --profile DIR    writes each service's CPU profile to DIR, as text (which costs the service some time)
  --write          writes the page "Numbers" of the documentation
  --from A,B       uses results that --json wrote before, instead of measuring`

export function readOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string' },
      quiet: { type: 'string', default: '1000000' },
      messages: { type: 'string', default: '1000000' },
      servers: { type: 'string', default: '2' },
      compare: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
      from: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
    },
  })
  const only = values.only.flatMap((names) => names.split(','))
  const unknown = only.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`There is no workload ${unknown.join(', ')}.`)
  return {
    list: values.list,
    only,
    seconds: positive('--seconds', values.seconds),
    rounds: positive('--rounds', values.rounds ?? (values.compare ? '3' : '1')),
    quiet: positive('--quiet', values.quiet),
    messages: positive('--messages', values.messages),
    servers: positive('--servers', values.servers),
    compare: values.compare,
    json: values.json ?? null,
    profile: values.profile ?? null,
    from: values.from.flatMap((files) => files.split(',')),
    write: values.write,
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`${name} takes a number above 0.`)
  return number
}
