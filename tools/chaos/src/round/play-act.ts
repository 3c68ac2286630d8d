// Starts a stack and its crowd, then runs scenario after scenario, each followed by a quiet moment and a check.
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTestDirectory } from '@parley/engines'
import { check, describeFindings, type Findings } from '@parley/testkit/checker'
import { createStoredHeads } from '@parley/testkit/evidence'
import { createRecorder } from '@parley/testkit/history'
import { watchCounters } from '../counters/watch-counters'
import { createRandom } from '../random'
import { startCrowd } from '../crowd/crowd'
import { NotPlayableError } from '../stack/not-playable'
import { startStack, type ChaosStack } from '../stack/stack'
import type { Act } from './acts'
import type { RoundOptions } from './round-options'
import { notPlayed, play, type Judgement, type ScenarioResult } from './stage'
import { readEvidence } from './read-evidence'

export interface ActResult {
  people: number
  results: ScenarioResult[]
  /** Null if nothing was checked. */
  findings: Findings | null
}

const FIRST_QUIET_MS = 60_000

export async function playAct(act: Act, options: RoundOptions): Promise<ActResult> {
  const { seed, say, keep = false } = options
  const directory = await makeTestDirectory()
  say(`seed ${seed}; everything is in ${directory.path}`)
  let stack: ChaosStack | null = null
  let hasFailed = true
  try {
    stack = await startStack({ dataDir: directory.path, servers: 3, persisters: 2, shape: act.shape, say })
    const played = await Promise.race([playAll(stack, act, options), whenAborted(options.abort)])
    hasFailed = played.results.some(({ ok }) => !ok)
    return played
  } catch (error) {
    if (!(error instanceof NotPlayableError)) throw error
    hasFailed = false
    say(`not played here: ${error.message}`)
    const results = act.scenarios.map((scenario) => notPlayed(scenario, error.message))
    return { people: 0, results, findings: null }
  } finally {
    await stack?.stop()
    if (keep || hasFailed) await keepLogs(directory.path, act, options)
    await directory.delete()
  }
}

/** Logs of the services and the engines; each stack of its own has a folder of its own. */
async function keepLogs(path: string, { scenarios }: Act, { seed, say }: RoundOptions) {
  const own = scenarios[0]?.stack ? `-${scenarios[0].name}` : ''
  const kept = join(tmpdir(), `parley-chaos-${seed}-${process.pid}${own}`)
  await cp(join(path, 'logs'), kept, { recursive: true })
  say(`the logs are in ${kept}`)
}

/** Rejects when aborted; errors of parts that stop meanwhile are ignored. */
function whenAborted(abort: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error('stopped'))
    if (abort?.aborted) stop()
    abort?.addEventListener('abort', stop, { once: true })
  })
}

async function playAll(
  stack: ChaosStack,
  { scenarios }: Act,
  { seed, isShort, say, signal, crowd: wanted }: RoundOptions,
): Promise<ActResult> {
  const { messagesPerSecond } = wanted
  const recorder = createRecorder()
  const random = createRandom(seed)
  const heads = createStoredHeads(stack.databaseUrl)
  const crowd = await startCrowd({
    ...wanted,
    url: stack.url,
    random,
    recorder,
    storedHeads: heads.read,
    say,
  })
  const { history } = recorder
  const counters = watchCounters(stack, history)
  const results: ScenarioResult[] = []
  const withoutLive: { from: number; to: number }[] = []
  let findings: Findings | null = null
  let people: number
  let isLogWhole = true

  /** Compared with the previous check: earlier findings belong to another scenario. */
  async function judge(): Promise<Judgement> {
    const before = findings
    const isLast = results.length === scenarios.length - 1 || signal?.aborted === true
    const observed = { history, liveAway: withoutLive }
    findings = check(await readEvidence(stack, observed, { log: isLast && isLogWhole }))
    const known = before ? new Set(describeFindings(before, Infinity)) : new Set<string>()
    const found = describeFindings(findings, Infinity).filter((line) => !known.has(line))
    const { mismatches, figures } = await reckonCounters()
    return { broken: [...found, ...mismatches], figures }
  }

  async function reckonCounters() {
    const reckoning = await counters.reckon()
    // Records counted into a lost log are in no log.
    if (!reckoning || !isLogWhole) return { mismatches: [], figures: {} }
    const { lived, gone, mismatches } = reckoning
    if (mismatches.length === 0)
      say(`  counters add up${gone.length > 0 ? `; those of ${gone.join(', ')} ended with them` : ''}`)
    const figures = { 'servers counted': lived.servers.length, 'persisters counted': lived.persisters.length }
    return { mismatches, figures }
  }

  try {
    say(`${crowd.clients()} clients write ${messagesPerSecond} messages a second`)
    await crowd.settle(FIRST_QUIET_MS)
    await counters.reckon()
    for (const [nth, scenario] of scenarios.entries()) {
      if (signal?.aborted) break
      const from = performance.timeOrigin + performance.now()
      const interval = { from, to: Infinity }
      if (scenario.harmsRedis) withoutLive.push(interval)
      if (scenario.losesLog) isLogWhole = false
      const result = await play(
        scenario,
        { stack, crowd, history, random, isShort, say, messagesPerSecond },
        judge,
      )
      interval.to = performance.timeOrigin + performance.now()
      results.push(result)
      const mark = !result.ok ? 'FAILED' : result.skipped === null ? 'ok' : 'not played here'
      const recovery = result.recoverySeconds === null ? '' : `, recovered in ${result.recoverySeconds} s`
      say(`  ${mark}: ${crowd.acked()} acknowledged so far${recovery} (${nth + 1} of ${scenarios.length})`)
      for (const line of [...result.broken.slice(0, 20), ...(result.skipped ? [result.skipped] : [])])
        say(`    ${line}`)
    }
  } finally {
    people = crowd.clients()
    await crowd.stop()
    await heads.close()
  }
  return { people, results, findings }
}
