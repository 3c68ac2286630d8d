import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { oldSpaceMaxBytes } from './old-space'

const MIB = 1024 * 1024

/** The heap limit that V8 reports when it is started with these flags. */
function limitWith(flags: string): number {
  const print = 'console.log(require("node:v8").getHeapStatistics().heap_size_limit)'
  const { stdout } = spawnSync(process.execPath, ['-e', print], { env: { NODE_OPTIONS: flags } })
  return Number(stdout.toString())
}

test.each([
  ['--max-old-space-size=72', 72],
  ['--max-old-space-size=72 --max-semi-space-size=8', 72],
  ['--max_old_space_size=512 --max_semi_space_size=64', 512],
  ['--max-old-space-size=512 --max-old-space-size=256', 256],
])('the old generation has the size that %s gives it', (flags, mib) => {
  const limit = limitWith(flags)
  expect(limit).toBeGreaterThan(mib * MIB)
  expect(oldSpaceMaxBytes(limit, flags)).toBe(mib * MIB)
})

test('the young generation is subtracted if only its size was set', () => {
  const young = 3 * (64 - 16) * MIB
  const flags = '--max-semi-space-size=64'
  // The rest depends on this machine's memory.
  expect(limitWith(flags) - limitWith('--max-semi-space-size=16')).toBe(young)
  expect(oldSpaceMaxBytes(4_096 * MIB + 3 * 64 * MIB, flags)).toBe(4_096 * MIB)
})

test('without flags V8 divides by its defaults: little memory gives a small young generation', () => {
  expect(oldSpaceMaxBytes(4_144 * MIB, '')).toBe(4_096 * MIB)
  expect(Math.round(oldSpaceMaxBytes(262 * MIB, '') / MIB)).toBe(256)
})
