import { expect, test } from 'vitest'
import { abandonedRows } from './abandoned-rows'

const DAY_MS = 24 * 3_600_000
const now = 100 * DAY_MS

function row(id: string, personId: string, daysAgo: number) {
  return { id, personId, entry: { writtenAt: now - daysAgo * DAY_MS } }
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

test('rows that others left a month ago are deleted; younger ones, and own ones of any age, stay', () => {
  const rows = [row('old', 'p-guest', 31), row('mine', 'p-me', 90), row('a month', 'p-guest', 30)]
  expect(idsOf(abandonedRows(rows, 'p-me', now))).toEqual(['old'])
})

test('of more than 500 rows left by others the oldest are deleted; own ones are not counted', () => {
  const others = Array.from({ length: 502 }, (_, i) => row(`other-${i}`, `p-${i % 7}`, 1))
  const own = Array.from({ length: 600 }, (_, i) => row(`own-${i}`, 'p-me', 1))
  expect(idsOf(abandonedRows([...own, ...others], 'p-me', now))).toEqual(['other-0', 'other-1'])
})
