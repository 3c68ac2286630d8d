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

const catchingSeeds: Record<Mutant, number> = {
  'any server seeds a head': 1,
  'no wall': 2,
  'reseed keeps old keys': 2,
  'no dedupe': 1,
  'trim by number': 1,
  'no lookup in PostgreSQL': 1,
  'numbers in any epoch': 10,
  'server says in which epoch': 3,
  'persister numbers in any epoch': 2,
  'PostgreSQL before tail': 1,
  'offset not fenced': 1,
  'claim does not fence': 1,
  'pipelined sends': 1,
}

test.each(Object.entries(catchingSeeds) as [Mutant, number][])(
  'without its rule: %s is caught',
  async (mutant, seed) => {
    const { broken } = await checkPath(own.redis, { runs: RUNS_TO_CATCH, seed, mutant })
    expect(broken, `rule ${mutants[mutant].rule} of docs/delivery.md`).not.toBeNull()
  },
)
