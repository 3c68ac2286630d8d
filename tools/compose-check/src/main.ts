// npm run compose:check [-- --only <name>] [-- --no-build] [-- --keep] [-- --reuse]
// Starts docker-compose.yml under a project name of its own, runs one scenario after the other to check its promises,
// and removes it.
import { parseArgs } from 'node:util'
import { docker, hasDocker } from '@parley/engines'
import { cluster } from './scenarios/cluster'
import { configuration } from './scenarios/configuration'
import { downUp } from './scenarios/down-up'
import { engines } from './scenarios/engines'
import { killEach } from './scenarios/kill-each'
import { launcher } from './scenarios/launcher'
import { scale } from './scenarios/scale'
import { reload } from './scenarios/reload'
import type { Scenario, Shown } from './scenarios/scenario'
import { studio } from './scenarios/studio'
import { transports } from './scenarios/transports'
import { twoBrowsers } from './scenarios/two-browsers'
import { users } from './scenarios/users'
import { makeStack, type Stack } from './stack'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    'no-build': { type: 'boolean' },
    keep: { type: 'boolean' },
    reuse: { type: 'boolean' },
  },
})

/** Many clients come from one address here, and write faster than people do. */
const SETTINGS = {
  GUEST_JOINS_PER_MINUTE: '1000',
  ROOM_JOIN_BURST: '1000',
  ROOM_CREATE_BURST: '1000',
  SEND_BURST: '200',
  SEND_RATE_PER_SECOND: '100',
  GUEST_SEND_RATE_PER_SECOND: '100',
}
const ON_ONE_BROKER = [configuration, users, twoBrowsers, transports, reload, killEach, scale, downUp, studio]
const ON_THREE_BROKERS = [cluster]
const WITH_THE_LAUNCHER = [engines, launcher]
const BUILD_LIMIT_MS = 1_500_000

const began = performance.now()
let passed = 0
let failed = 0
let standing: Stack | null = null

if (!(await hasDocker())) {
  say('No Docker engine with Compose answers: start one, or name it in DOCKER_HOST.')
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void giveUp())
say(`limits raised for the clients of this check: ${JSON.stringify(SETTINGS)}`)
if (!options['no-build'] && !options.reuse) await build()
await showAll('parley-check', [], chosen(ON_ONE_BROKER))
await showAll('parley-check-cluster', ['cluster'], chosen(ON_THREE_BROKERS))
for (const scenario of chosen(WITH_THE_LAUNCHER)) await show(scenario, (heard) => scenario.run(heard))
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

function chosen<Any extends Shown>(scenarios: readonly Any[]): readonly Any[] {
  return scenarios.filter(({ name }) => !options.only || name === options.only)
}

async function build(): Promise<void> {
  say('building the images')
  try {
    await docker(['compose', '--profile', 'studio', '--progress', 'plain', 'build'], {
      limitMs: BUILD_LIMIT_MS,
    })
  } catch (error) {
    say(`FAILED to build: ${String(error)}`)
    process.exit(1)
  }
}

async function showAll(project: string, profiles: string[], scenarios: readonly Scenario[]): Promise<void> {
  if (scenarios.length === 0) return
  const isUp = options.reuse ?? false
  const stack = await makeStack({ project, profiles, isUp, settings: SETTINGS, say })
  standing = stack
  if (!isUp) await stack.remove() // left over from an interrupted run
  try {
    if (!isUp) {
      say(`docker compose up of ${project}`)
      await stack.up('--no-build')
    }
    say(`up and healthy: ${stack.url}`)
    for (const scenario of scenarios) await show(scenario, (heard) => scenario.run(stack, heard))
  } catch (error) {
    failed++
    say(`FAILED to come up: ${String(error)}`)
  } finally {
    if (!options.keep) await stack.remove()
    standing = null
  }
}

async function show(
  { name, shows }: Shown,
  run: (say: (line: string) => void) => Promise<void>,
): Promise<void> {
  say(`${name}: ${shows}`)
  try {
    await run((line) => say(`  ${line}`))
    passed++
    say(`${name}: passed`)
  } catch (error) {
    failed++
    say(`${name}: FAILED: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function giveUp(): Promise<void> {
  if (!options.keep) await standing?.remove().catch(() => undefined) // the next run removes the rest
  process.exit(130)
}

function say(line: string): void {
  process.stdout.write(`${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${line}\n`)
}
