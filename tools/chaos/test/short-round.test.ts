import { expect, test } from 'vitest'
import { SHORT_CROWD } from '../src/round/crowds'
import { runRound } from '../src/round/round'
import { scenarios } from '../src/scenarios/scenarios'

// A new seed each day, the same all day: a failure can be repeated, and days add up.
const seed = Math.floor(Date.now() / 86_400_000)

test('P1-P6: whatever is killed under load, nothing is lost, doubled, misordered or leaked', async () => {
  const result = await runRound({
    scenarios: scenarios.filter(({ isShort }) => isShort),
    seed,
    isShort: true,
    crowd: SHORT_CROWD,
    say: (line) => process.stdout.write(`${line}\n`),
  })
  const { lost, doubled, misordered, leaked, changed, incomplete } = result
  expect(
    { lost, doubled, misordered, leaked, changed, incomplete },
    `seed ${seed}:\n${result.findings.join('\n')}`,
  ).toEqual({ lost: 0, doubled: 0, misordered: 0, leaked: 0, changed: 0, incomplete: 0 })
  expect(result.scenarios.flatMap(({ name, broken }) => broken.map((line) => `${name}: ${line}`))).toEqual([])
  expect(result.acked).toBeGreaterThan(1_000)
}, 900_000)
