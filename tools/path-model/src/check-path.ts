import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { happenings, type Trouble } from './happening'
import { mutants, type Mutant } from './mutants'
import { run, type RunResult } from './world'

export interface CheckOptions {
  runs: number
  /** The same seed happens again in the same order, as long as the code asks its engines in the same order. */
  seed: number
  /** Where fast-check found a violation before: only that run. */
  path?: string
  mutant?: Mutant
}

export interface Checked {
  runs: number
  /** The smallest run that was found to break what must hold; null when all runs hold. */
  broken: (RunResult & { path: string }) | null
}

const MOST_HAPPENINGS = 300
/** After so long a broken run is small enough. */
const SHRINK_MS = 20_000

/** Runs the path until a run breaks what must hold; with no mutant that one is then made as small as it goes. */
export async function checkPath(redis: Redis, options: CheckOptions): Promise<Checked> {
  const { runs, seed, path, mutant } = options
  const troubles = mutant
    ? fc.constant(mutants[mutant].trouble)
    : fc.constantFrom<Trouble>('losses', 'moves', 'both')
  let last: RunResult | null = null
  let brokenAt = Infinity

  const holds = fc.asyncProperty(
    troubles.chain((each) => happenings(each, MOST_HAPPENINGS)),
    async (happening) => {
      if (Date.now() - brokenAt > SHRINK_MS) return true
      const result = await run(redis, happening, mutant)
      if (result.violations.length === 0) return true
      brokenAt = Math.min(brokenAt, Date.now())
      last = result
      return false
    },
  )
  const details = await fc.check(holds, { numRuns: runs, seed, path, endOnFailure: mutant !== undefined })
  if (details.failed && !last) throw details.errorInstance as Error
  const broken =
    details.failed && last ? { ...(last as RunResult), path: details.counterexamplePath ?? '' } : null
  return { runs: details.numRuns, broken }
}
