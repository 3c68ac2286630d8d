import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { luaMutants } from './lua-mutants'

const changesOf = (script: string) => luaMutants(script).map(({ line, change }) => `${line}: ${change}`)

test('operators change one at a time, statements are removed, comments and texts stay', () => {
  const script = [
    '--[[ a >= b',
    ']]',
    "if a ~= 'x == y' and b then return 'no' end -- a < b",
    "redis.call('DEL', KEYS[1])",
    'seq = seq + 1',
    'local x = {',
  ].join('\n')
  expect(changesOf(script)).toEqual([
    '3: ~= becomes ==',
    '3: and becomes or',
    '3: the line is left out',
    '4: the line is left out',
    '5: + 1 becomes + 2',
    '5: the line is left out',
  ])
  expect(luaMutants(script)[0]!.text).toContain("if a == 'x == y' and b then")
})

test('every script of a room has mutants, and each differs from it', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', '..', 'packages', 'delivery', 'src')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.lua'))) {
    const script = readFileSync(join(folder, file), 'utf8')
    const mutants = luaMutants(script)
    expect(mutants.length, file).toBeGreaterThan(3)
    for (const { text, line } of mutants) expect(text, `${file}:${line}`).not.toBe(script)
  }
})
