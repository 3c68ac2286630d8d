import { expect, test } from 'vitest'
import { MAX_BATCH_BYTES, sliceRecords } from './batch-slices'

const record = (offset: number, value = 'x') => ({ offset, key: '', value })

test('keeps a small fetch whole and returns nothing for nothing', () => {
  expect(sliceRecords([])).toEqual([])
  expect(sliceRecords([record(0), record(1)])).toEqual([[record(0), record(1)]])
})

test('cuts at 500 records', () => {
  const slices = sliceRecords(Array.from({ length: 1_001 }, (_, offset) => record(offset)))
  expect(slices.map((slice) => slice.length)).toEqual([500, 500, 1])
  expect(slices.flat().map(({ offset }) => offset)).toEqual(
    Array.from({ length: 1_001 }, (_, offset) => offset),
  )
})

test('cuts at 512 KiB, counted in bytes, and lets a larger record form its own batch', () => {
  const half = 'é'.repeat(MAX_BATCH_BYTES / 4)
  const huge = 'x'.repeat(MAX_BATCH_BYTES + 1)
  const slices = sliceRecords([record(0, half), record(1, half), record(2), record(3, huge), record(4)])
  expect(slices.map((slice) => slice.map(({ offset }) => offset))).toEqual([[0, 1], [2], [3], [4]])
})
