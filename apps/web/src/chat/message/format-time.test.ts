import { expect, test } from 'vitest'
import { formatDay, formatShortTime } from './format-time'

const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()

test('near days are named relative to today', () => {
  expect(formatDay(day(2026, 11, 23), day(2026, 11, 23))).toBe('Today')
  expect(formatDay(day(2026, 11, 22), day(2026, 11, 23))).toBe('Yesterday')
  expect(formatDay(day(2026, 3, 29), day(2026, 3, 30))).toBe('Yesterday')
})

test('a day of another year names the year', () => {
  expect(formatDay(day(2025, 11, 3), day(2026, 11, 23))).toContain('2025')
  expect(formatDay(day(2026, 11, 3), day(2026, 11, 23))).not.toContain('2026')
})

test('the short time has only digits', () => {
  expect(formatShortTime(new Date(2026, 10, 23, 15, 4).getTime())).toMatch(/^\d{1,2}\D\d{2}$/)
})
