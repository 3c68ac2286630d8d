import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPath } from '../src/check-path'
import { mutants, type Mutant } from '../src/mutants'
import { startOwnRedis } from '../src/own-redis'

const RUNS = 300
/** By which run a mutant must be caught. With its seed it is one of the first, until the code asks its engines otherwise. */
const RUNS_TO_CATCH = 2_000

let own: Awaited<ReturnType<typeof startOwnRedis>>
beforeAll(async () => void (own = await startOwnRedis()))
afterAll(() => own.close())

test('whatever happens: what was acknowledged is stored once, in one order, and seen by everybody', async () => {
  const seed = Number(process.env['MODEL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`path model: seed ${seed}\n`)
  const { broken } = await checkPath(own.redis, { runs: RUNS, seed })
  expect(broken, `npm run model -- --seed ${seed} --path ${broken?.path}`).toBeNull()
})

test.each(Object.keys(mutants) as Mutant[])('without its rule: %s is caught', async (mutant) => {
  const { seed, rule } = mutants[mutant]
  const { broken } = await checkPath(own.redis, { runs: RUNS_TO_CATCH, seed, mutant })
  expect(broken, `rule ${rule} of docs/delivery.md`).not.toBeNull()
})
