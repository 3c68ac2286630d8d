import { expect, test } from 'vitest'
import { isFullRun, readOptions } from './options'

const names = ['server-killed', 'storm']

test('without options every scenario is played, with a random seed', () => {
  const options = readOptions([], names)
  expect(options).toMatchObject({ only: [], minutes: null, short: false, json: null, list: false })
  expect(options.seed).toBeGreaterThan(0)
  expect(readOptions([], names).seed).not.toBe(options.seed)
})

test('scenarios are named one by one or separated by commas', () => {
  expect(readOptions(['--only', 'storm,server-killed'], names).only).toEqual(['storm', 'server-killed'])
  expect(readOptions(['--only', 'storm', '--only', 'server-killed'], names).only).toHaveLength(2)
})

test('invalid options are refused in words', () => {
  expect(() => readOptions(['--only', 'strom'], names)).toThrow('no scenario strom')
  expect(() => readOptions(['--seed', 'x'], names)).toThrow('--seed needs a number')
  expect(() => readOptions(['--minutes', ''], names)).toThrow('--minutes needs a number')
  expect(() => readOptions(['--fast'], names)).toThrow()
})

test('a run of some scenarios is not a full run, whose result would replace the page of the last one', () => {
  const isFull = (...args: string[]) => isFullRun(readOptions(args, names))
  expect(isFull('--seed', '7', '--json', 'x.json')).toBe(true)
  expect([isFull('--short'), isFull('--only', 'storm'), isFull('--minutes', '5')]).toEqual([
    false,
    false,
    false,
  ])
})
