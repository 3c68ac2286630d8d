// One run: the stack comes up, the crowd once, then scenario after scenario, each followed by a quiet moment and a check.
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTestDirectory } from '@parley/engines'
import { watchCounters } from '../counters/watch-counters'
import { check } from '../observations/check'
import { countFindings, describeFindings, findingKinds, type Findings } from '../observations/findings'
import { createRecorder } from '../observations/recording'
import { createStoredHeads } from '../observations/stored-heads'
import { createRandom } from '../people/chance'
import { startCrowd } from '../people/crowd'
import type { Scenario } from '../scenarios/scenario'
import { startStack, type ChaosStack } from '../stack/stack'
import { play, type Judgement, type ScenarioResult } from './stage'
import { readEvidence } from './read-evidence'

export interface RoundResult {
  seed: number
  startedAt: string
  seconds: number
  people: number
  faults: number
  acked: number
  lost: number
  doubled: number
  misordered: number
  leaked: number
  changed: number
  incomplete: number
  scenarios: ScenarioResult[]
  /** Nothing found, and every scenario as required. */
  ok: boolean
  /** In sentences, at the end of the run. */
  findings: string[]
}

export interface RoundOptions {
  scenarios: readonly Scenario[]
  seed: number
  isShort: boolean
  crowd: { rooms: number; sdkPeople: number; rawPeople: number; messagesPerSecond: number }
  say: (line: string) => void
  /** Keeps the directory with the services' logs. */
  keep?: boolean
  /** Ends the run after the scenario in hand. */
  signal?: AbortSignal
  /** Ends it at once. */
  abort?: AbortSignal
}

const FIRST_QUIET_MS = 60_000

export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const { seed, say, keep = false } = options
  const directory = await makeTestDirectory()
  say(`seed ${seed}; everything is in ${directory.path}`)
  let stack: ChaosStack | null = null
  try {
    stack = await startStack({ dataDir: directory.path, servers: 3, persisters: 2, say })
    return await Promise.race([playAll(stack, options), whenAborted(options.abort)])
  } finally {
    await stack?.stop()
    if (keep) await keepLogs(directory.path, seed, say)
    await directory.delete()
  }
}

async function keepLogs(path: string, seed: number, say: RoundOptions['say']) {
  const kept = join(tmpdir(), `parley-chaos-${seed}-${process.pid}`)
  await cp(join(path, 'logs'), kept, { recursive: true })
  say(`the logs are in ${kept}`)
}

/** Rejects then; the parts that are stopped meanwhile complain to nobody. */
function whenAborted(abort: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error('stopped'))
    if (abort?.aborted) stop()
    abort?.addEventListener('abort', stop, { once: true })
  })
}

async function playAll(stack: ChaosStack, options: RoundOptions): Promise<RoundResult> {
  const { scenarios, seed, isShort, say, signal } = options
  const { messagesPerSecond } = options.crowd
  const startedAt = new Date()
  const recorder = createRecorder()
  const random = createRandom(seed)
  const heads = createStoredHeads(stack.databaseUrl)
  const crowd = await startCrowd({
    ...options.crowd,
    url: stack.url,
    random,
    recorder,
    storedHeads: heads.read,
    say,
  })
  const { recording } = recorder
  const counters = watchCounters(stack, recording)
  const results: ScenarioResult[] = []
  const withoutLive: { from: number; to: number }[] = []
  let findings: Findings | null = null
  let people: number

  /** Compared with the last time: what was found before is another scenario's. */
  async function judge(): Promise<Judgement> {
    const before = findings
    const isLast = results.length === scenarios.length - 1 || signal?.aborted === true
    const observed = { recording, liveAway: withoutLive }
    findings = check(await readEvidence(stack, observed, { log: isLast }))
    const known = before ? new Set(describeFindings(before, Infinity)) : new Set<string>()
    const found = describeFindings(findings, Infinity).filter((line) => !known.has(line))
    const { mismatches, figures } = await reckonCounters()
    return { broken: [...found, ...mismatches], figures }
  }

  async function reckonCounters() {
    const reckoning = await counters.reckon()
    if (!reckoning) return { mismatches: [], figures: {} }
    const { lived, gone, mismatches } = reckoning
    if (mismatches.length === 0)
      say(`  counters add up${gone.length > 0 ? `; those of ${gone.join(', ')} ended with them` : ''}`)
    const figures = { 'servers counted': lived.servers.length, 'persisters counted': lived.persisters.length }
    return { mismatches, figures }
  }

  try {
    say(`${crowd.people()} people talk, ${messagesPerSecond} messages a second`)
    await crowd.settle(FIRST_QUIET_MS)
    await counters.reckon()
    for (const [nth, scenario] of scenarios.entries()) {
      if (signal?.aborted) break
      const from = performance.timeOrigin + performance.now()
      const interval = { from, to: Infinity }
      if (scenario.harmsRedis) withoutLive.push(interval)
      const result = await play(
        scenario,
        { stack, crowd, recording, random, isShort, say, messagesPerSecond },
        judge,
      )
      interval.to = performance.timeOrigin + performance.now()
      results.push(result)
      const mark = result.ok ? 'ok' : 'FAILED'
      const recovery = result.recoverySeconds === null ? '' : `, recovered in ${result.recoverySeconds} s`
      say(`  ${mark}: ${crowd.acked()} acknowledged so far${recovery} (${nth + 1} of ${scenarios.length})`)
      for (const line of result.broken.slice(0, 20)) say(`    ${line}`)
    }
  } finally {
    people = crowd.people()
    await crowd.stop()
    await heads.close()
  }
  return summarize({ seed, startedAt, people, results, findings, acked: crowd.acked() })
}

function summarize(parts: {
  seed: number
  startedAt: Date
  people: number
  acked: number
  results: ScenarioResult[]
  findings: Findings | null
}): RoundResult {
  const { seed, startedAt, people, acked, results, findings } = parts
  const counts = Object.fromEntries(
    findingKinds.map((kind) => [kind, findings?.[kind].length ?? 0]),
  ) as Record<(typeof findingKinds)[number], number>
  return {
    seed,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1_000),
    people,
    faults: results.reduce((so, { faults }) => so + faults, 0),
    acked,
    ...counts,
    scenarios: results,
    ok:
      findings !== null &&
      countFindings(findings) === 0 &&
      results.length > 0 &&
      results.every(({ ok }) => ok),
    findings: findings ? describeFindings(findings) : [],
  }
}
