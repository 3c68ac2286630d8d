// npm run bench: the cost and the latency of a message, compared with the alternatives that people would use.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTestDirectory } from '@parley/engines'
import { startLoads } from './load/loads'
import { measureAll } from './measure-all'
import { readOptions, usage, type BenchOptions } from './options'
import { toNumbersPage } from './report/numbers-page'
import { readResults, toResult, type BenchResult } from './report/result'
import { toText } from './report/text'
import { listPeers } from './system/list-peers'
import { startParley } from './system/parley'
import { workloads } from './workloads/workloads'

const LOAD_PROCESSES = 2
const startedAt = Date.now()
const say = (line: string) => {
  const seconds = String(Math.floor((Date.now() - startedAt) / 1_000)).padStart(5)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

process.exit(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  let options: BenchOptions
  try {
    options = readOptions(
      args,
      workloads.map(({ name }) => name),
    )
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
    return 2
  }
  if (options.list) {
    process.stdout.write(workloads.map(({ name, title }) => `${name.padEnd(12)}${title}\n`).join(''))
    return 0
  }
  const result = options.from.length > 0 ? readResults(options.from) : await measure(options)
  if (!result) return 130
  report(result, options)
  return 0
}

function report(result: BenchResult, { json, write }: BenchOptions): void {
  process.stdout.write(`\n${toText(result, workloads)}`)
  if (json) writeFileSync(json, toJson(result))
  if (!write) return
  const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'results')
  writeFileSync(join(folder, 'numbers.md'), toNumbersPage(result, workloads))
  const { measurements: _, ...figures } = result
  writeFileSync(join(folder, 'numbers.json'), toJson(figures))
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Null: it was stopped. */
async function measure({
  only,
  compare,
  rounds,
  seconds,
  servers,
  messages,
  quiet,
  profile,
}: BenchOptions): Promise<BenchResult | null> {
  const stopping = new AbortController()
  const chosen = workloads.filter(({ name }) => only.length === 0 || only.includes(name))
  const directory = await makeTestDirectory()
  const loads = startLoads(LOAD_PROCESSES)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      stopping.abort()
      void loads.stop() // the current measurement ends with that
    })
  try {
    const parley = await startParley({
      dataDir: directory.path,
      servers,
      profileFolder: profile,
      say,
    })
    try {
      const measurements = await measureAll({
        parley,
        loads,
        workloads: chosen,
        peers: compare ? listPeers(parley.engines.redis, directory.path) : [],
        rounds,
        quiet,
        measureMs: seconds * 1_000,
        messages,
        signal: stopping.signal,
        say,
      })
      return toResult(measurements, servers)
    } finally {
      await parley.stop()
    }
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    return null
  } finally {
    await loads.stop()
    await directory.delete()
    say('everything is stopped')
  }
}
