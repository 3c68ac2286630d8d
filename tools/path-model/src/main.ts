// npm run model [-- --runs 1000 --seed N --path P]
// npm run mutants [-- --seed N --only 3.6]
// npm run mutants -- --all [--slice protocol] [--again] [--survivors]
import { parseArgs } from 'node:util'
import { runAll, sliceNames } from './all/run-all'
import { checkPath, type Checked } from './check-path'
import { directedMutants } from './directed/rules'
import { tryOut } from './directed/try-out'
import { mutants, type Mutant } from './mutants'
import { startOwnRedis } from './own-redis'

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    /** Mutants of this rule. */
    only: { type: 'string' },
    /** Every small change of the code, instead of the rules. */
    all: { type: 'boolean', default: false },
    /** Mutants that the last such run did not catch, and changed ones. */
    again: { type: 'boolean', default: false },
    /** Mutants that the slice's page lists. */
    survivors: { type: 'boolean', default: false },
    slice: { type: 'string', multiple: true, default: [...sliceNames] },
  },
})
const runs = Number(values.runs ?? (values.mutants ? 2_000 : 300))
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const say = (line: string) => void process.stdout.write(`${line}\n`)

if (values.all) process.exit((await runAll(readSlices(), values, say)) ? 0 : 1)

const { redis, close } = await startOwnRedis()
try {
  process.exitCode = (await (values.mutants ? checkMutants() : checkCode())) ? 0 : 1
} finally {
  await close()
}

function readSlices(): string[] {
  const unknown = values.slice.filter((name) => !sliceNames.includes(name))
  if (unknown.length === 0) return values.slice
  say(`There is no slice ${unknown.join()}: ${sliceNames.join(', ')}.`)
  return process.exit(2)
}

async function checkCode(): Promise<boolean> {
  const began = Date.now()
  const { runs: done, broken } = await checkPath(redis, { runs, seed, path: values.path })
  if (broken) tell(broken)
  say(
    `seed ${seed}: ${done} runs in ${Math.round((Date.now() - began) / 1000)} s, ${broken ? 'broken' : 'all hold'}`,
  )
  return !broken
}

function tell({ trace, violations, path }: NonNullable<Checked['broken']>) {
  for (const line of trace) say(`  ${line}`)
  for (const violation of violations) say(`BROKEN: ${violation}`)
  say(`again: npm run model -- --seed ${seed} --path ${path}`)
}

/** Removes every rule, one at a time: first under random runs, then under the test of its line. */
async function checkMutants(): Promise<boolean> {
  let missed = 0
  const tell = (rule: string, name: string, caughtBy: string | null) => {
    if (!caughtBy) missed++
    say(`${rule.padEnd(5)} ${name}: ${caughtBy ? `caught by ${caughtBy}` : 'NOT CAUGHT'}`)
  }
  const isWanted = ({ rule }: { rule: string }) => values.only === undefined || rule === values.only
  for (const mutant of Object.keys(mutants) as Mutant[]) {
    if (!isWanted(mutants[mutant])) continue
    const { runs: done, broken } = await checkPath(redis, { runs, seed: seedOf(mutant), mutant })
    tell(mutants[mutant].rule, mutant, broken && `run ${done}: ${broken.violations[0]}`)
  }
  for (const mutant of directedMutants.filter(isWanted)) {
    const failed = await tryOut(mutant)
    tell(mutant.rule, mutant.name, failed && `${mutant.workspace}: ${failed}`)
  }
  say(missed === 0 ? 'All are caught.' : `${missed} are not caught.`)
  return missed === 0
}

function seedOf(mutant: Mutant): number {
  return values.seed === undefined ? mutants[mutant].seed : Number(values.seed)
}
