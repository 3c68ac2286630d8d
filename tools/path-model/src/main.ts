// npm run model [-- --runs 1000 --seed N --path P --mutants]
import { parseArgs } from 'node:util'
import { checkPath, type Checked } from './check-path'
import { mutants, type Mutant } from './mutants'
import { startOwnRedis } from './own-redis'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '300' },
    seed: { type: 'string' },
    path: { type: 'string' },
    mutants: { type: 'boolean', default: false },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const say = (line: string) => void process.stdout.write(`${line}\n`)

const { redis, close } = await startOwnRedis()
try {
  process.exitCode = (await (values.mutants ? checkMutants() : checkCode())) ? 0 : 1
} finally {
  await close()
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

async function checkMutants(): Promise<boolean> {
  let areAllCaught = true
  for (const mutant of Object.keys(mutants) as Mutant[]) {
    const { runs: done, broken } = await checkPath(redis, { runs, seed, mutant })
    const { rule } = mutants[mutant]
    say(
      `${rule} ${mutant}: ${broken ? `caught by run ${done}: ${broken.violations[0]}` : `NOT caught in ${done} runs`}`,
    )
    areAllCaught &&= broken !== null
  }
  say(`seed ${seed}`)
  return areAllCaught
}
