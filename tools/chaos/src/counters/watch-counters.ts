import { setTimeout as sleep } from 'node:timers/promises'
import type { History } from '@parley/testkit/history'
import { createEvidence } from '../scenarios/evidence'
import type { ChaosStack } from '../stack/stack'
import { readTally } from './read-tally'
import { reconcile, type Reckoning, type Tally } from './reconcile'

export interface CounterWatch {
  /** Compares with the previous reading; the first call only reads and returns `null`. For a quiet moment. */
  reckon(): Promise<Reckoning | null>
}

/** A counter moves when an answer or a commit is known, which may be a moment after another process has seen it. */
const TIMEOUT_MS = 15_000
const CHECK_INTERVAL_MS = 250

export function watchCounters(stack: ChaosStack, history: History): CounterWatch {
  let before: Tally | null = null

  async function reckon() {
    const evidence = await createEvidence(stack)
    try {
      const giveUpAt = performance.now() + TIMEOUT_MS
      for (;;) {
        const after = await readTally(stack, evidence, history)
        const reckoning = before && reconcile(before, after)
        if (!reckoning || reckoning.mismatches.length === 0 || performance.now() > giveUpAt) {
          before = after
          return reckoning
        }
        await sleep(CHECK_INTERVAL_MS)
      }
    } finally {
      await evidence.close()
    }
  }

  return { reckon }
}
