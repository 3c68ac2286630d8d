// One run: the scenarios for any stack on one stack; then those that need a stack of their own.
import { countFindings, describeFindings, findingKinds } from '@parley/testkit/checker'
import { toActs } from './acts'
import { playAct, type ActResult } from './play-act'
import type { RoundOptions } from './round-options'
import type { ScenarioResult } from './stage'

export interface RoundResult {
  seed: number
  startedAt: string
  seconds: number
  people: number
  faults: number
  /** Messages. */
  acked: number
  /** Edits, deletions and reactions. */
  ackedChanges: number
  lost: number
  doubled: number
  misordered: number
  leaked: number
  changed: number
  incomplete: number
  scenarios: ScenarioResult[]
  /**
   * No findings, and every scenario met its requirements. A scenario that cannot be played here is reported, but is no
   * failure.
   */
  ok: boolean
  /** Sentences, at the end of the run. */
  findings: string[]
}

export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const startedAt = new Date()
  const played: ActResult[] = []
  for (const act of toActs(options.scenarios)) {
    if (options.signal?.aborted) break
    played.push(await playAct(act, options))
  }
  return summarize(options.seed, startedAt, played)
}

function summarize(seed: number, startedAt: Date, played: readonly ActResult[]): RoundResult {
  const findings = played.flatMap((act) => act.findings ?? [])
  const results = played.flatMap((act) => act.results)
  const counts = Object.fromEntries(
    findingKinds.map((kind) => [kind, findings.reduce((so, found) => so + found[kind].length, 0)]),
  ) as Record<(typeof findingKinds)[number], number>
  return {
    seed,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1_000),
    people: Math.max(0, ...played.map(({ people }) => people)),
    faults: results.reduce((so, { faults }) => so + faults, 0),
    acked: findings.reduce((so, { acked }) => so + acked, 0),
    ackedChanges: findings.reduce((so, { ackedChanges }) => so + ackedChanges, 0),
    ...counts,
    scenarios: results,
    ok:
      findings.every((found) => countFindings(found) === 0) &&
      results.length > 0 &&
      results.every(({ ok }) => ok),
    findings: findings.flatMap((found) => describeFindings(found)),
  }
}
