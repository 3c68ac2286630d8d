import { expect, test } from 'vitest'
import { rowsInWindow } from './list-window'

const view = { top: 0, height: 800, rowHeight: 32 }
const indexes = (...args: Parameters<typeof rowsInWindow>) => rowsInWindow(...args).map(({ index }) => index)

test('a short list is rendered as a whole', () => {
  expect(indexes(30, view, null)).toEqual(Array.from({ length: 30 }, (_, index) => index))
})

test('only the rows of a long list near the view are rendered', () => {
  const rows = indexes(1_000, { ...view, top: 320 * 32 }, null)
  expect(rows.length).toBeLessThan(80)
  expect(rows).toContain(304)
  expect(rows).toContain(320 + 25 + 16)
  expect(rows).not.toContain(290)
})

test('at the end of the list the last rows are rendered', () => {
  expect(indexes(1_000, { ...view, top: 975 * 32 }, null).at(-1)).toBe(999)
})

test('the row with the focus stays, and the space before each row is known', () => {
  const rows = rowsInWindow(1_000, { ...view, top: 320 * 32 }, 3)
  expect(rows[0]).toEqual({ index: 3, skipped: 3 })
  expect(rows[1]?.skipped).toBe((rows[1]?.index ?? 0) - 4)
  expect(rows[2]?.skipped).toBe(0)
})

test('a few pixels of scrolling leave the rows as they are', () => {
  expect(indexes(1_000, { ...view, top: 10_245 }, null)).toEqual(
    indexes(1_000, { ...view, top: 10_400 }, null),
  )
})
