import { expect, test } from 'vitest'
import { pageOf } from './result-page'

test('a page says of which commit each count is', () => {
  const all = pageOf(
    { slice: 'protocol', killed: 40, equivalent: 1, survived: ['a', 'b'], gone: 0 },
    { onlySurvivors: false, commit: 'c0ffee1', minutes: 9 },
    [],
  )
  const row = all.split('\n').find((line) => line.startsWith('| all |'))!
  expect(row).toMatch(/^\| all \| [\d-]+ \| c0ffee1 \| 9 \| 40 \| 1 \| 2 \| 0 \|$/)
  const survivors = pageOf(
    { slice: 'protocol', killed: 0, equivalent: 0, survived: ['src/a.ts:1: b'], gone: 1 },
    { onlySurvivors: true, commit: 'c0ffee2', minutes: 1 },
    [row],
  )
  expect(survivors).toContain(`${row}\n| the 2 not noticed before |`)
  expect(survivors).toMatch(
    / c0ffee2 \| 1 \| 0 \| 0 \| 1 \| 1 \|\n\nNot noticed at c0ffee2:\n\n- `src\/a.ts:1: b`\n$/,
  )
})
