import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPath } from '../src/check-path'
import { mutants, type Mutant } from '../src/mutants'
import { startOwnRedis } from '../src/own-redis'

const RUNS = 300
/**
 * A mutant must be caught within this many runs. With its seed it is one of the first, until the code calls its engines
 * in another order.
 */
const RUNS_TO_CATCH = 2_000

let own: Awaited<ReturnType<typeof startOwnRedis>>
beforeAll(async () => void (own = await startOwnRedis()))
afterAll(() => own.close())

test('whatever happens: acknowledged messages are stored once, in one order, and every reader sees them', async () => {
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
