import { expect, test } from 'vitest'
import { isTrouble, prettyLine, type Paint } from './pretty-log'

const plain: Paint = (text) => text

test('an event reads as time, level, message and its fields', () => {
  const line = JSON.stringify({
    level: 'warn',
    time: new Date(2026, 0, 2, 3, 4, 5, 6).toISOString(),
    service: 'server-1',
    roomId: 'r',
    n: 2,
    msg: 'late',
  })
  expect(prettyLine(line, plain)).toBe('03:04:05.006 warn  late roomId=r n=2')
})

test('an error shows its stack on lines of its own', () => {
  const line = JSON.stringify({
    level: 'error',
    time: 0,
    msg: 'no',
    cause: { type: 'Error', message: 'away', stack: 'Error: away\n    at x' },
  })
  expect(prettyLine(line, plain)).toMatch(/error no \nError: away\n {4}at x$/)
})

test('other lines stay unchanged', () => {
  for (const line of ['ready in 2 s', '{not json', '{"a":1}', '']) expect(prettyLine(line, plain)).toBe(line)
})

test('only a warning or worse is trouble', () => {
  expect(isTrouble('{"level":"warn"}')).toBe(true)
  expect(isTrouble('{"level":"info"}')).toBe(false)
  expect(isTrouble('plain')).toBe(false)
})
