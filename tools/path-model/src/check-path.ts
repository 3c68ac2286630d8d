import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { happenings, type Trouble } from './happening'
import { mutants, type Mutant } from './mutants'
import { run, type RunResult } from './world'

export interface CheckOptions {
  runs: number
  /** The same seed gives the same run, as long as the code calls its engines in the same order. */
  seed: number
  /** The path of fast-check's violation: runs only that one. */
  path?: string
  mutant?: Mutant
}

export interface Checked {
  runs: number
  /** The smallest run that breaks an invariant; null if all runs hold. */
  broken: (RunResult & { path: string }) | null
}

const MOST_HAPPENINGS = 300
/** After this time a broken run is small enough. Milliseconds. */
const SHRINK_MS = 20_000

/** Runs the path until a run breaks an invariant; without a mutant that run is then shrunk as far as possible. */
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
