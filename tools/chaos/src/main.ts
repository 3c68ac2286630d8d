// npm run chaos: everything under load while its parts die, and whether the promises held.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFullRun, readOptions, usage, type ChaosOptions } from './options'
import { describeCommit, describeMachine } from '@parley/testkit/cluster'
import { toResultPage } from './round/result-page'
import { FULL_CROWD, SHORT_CROWD } from './round/crowds'
import { runRound } from './round/round'
import { toTable } from './round/table'
import { nemesis } from './scenarios/nemesis'
import type { Scenario } from './scenarios/scenario'
import { notCovered, scenarios } from './scenarios/scenarios'

const RESULT_PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'results', 'chaos.md')
const startedAt = Date.now()
const say = (line: string) => {
  const seconds = String(Math.floor((Date.now() - startedAt) / 1_000)).padStart(5)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

process.exit(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  let options: ChaosOptions
  try {
    options = readOptions(
      args,
      scenarios.map(({ name }) => name),
    )
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
    return 2
  }
  if (options.list) {
    process.stdout.write(list())
    return 0
  }
  const [soon, now] = [new AbortController(), new AbortController()]
  process.on('SIGINT', () => {
    if (soon.signal.aborted) return now.abort()
    say('stopping after this scenario; a second Ctrl-C stops at once')
    soon.abort()
  })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => now.abort())
  // Before the run, which takes long enough for somebody to commit.
  const commit = describeCommit()
  const result = await runRound({
    scenarios: choose(options),
    seed: options.seed,
    isShort: options.short,
    crowd: options.short ? SHORT_CROWD : FULL_CROWD,
    say,
    keep: options.keep,
    signal: soon.signal,
    abort: now.signal,
  })
  if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(toTable(result))
  const wasStopped = soon.signal.aborted || now.signal.aborted
  if (isFullRun(options) && !wasStopped)
    writeFileSync(RESULT_PAGE, toResultPage(result, { machine: describeMachine(), commit }))
  return result.ok ? 0 : 1
}

function choose({ only, minutes, short }: ChaosOptions): readonly Scenario[] {
  if (minutes !== null) return [nemesis({ minutes })]
  if (only.length > 0) return only.map((name) => scenarios.find((each) => each.name === name)!)
  return short ? scenarios.filter(({ isShort }) => isShort) : scenarios
}

function list(): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  const lines = scenarios.map(
    ({ name, row, isShort }) => `${name.padEnd(width)}  ${row}${isShort ? ' (also in --short)' : ''}`,
  )
  const missing = notCovered.map(({ row, why }) => `  ${row}: ${why}`)
  return [...lines, '', 'Rows that no scenario plays:', ...missing, ''].join('\n')
}
