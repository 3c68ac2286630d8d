import { expect, test } from 'vitest'
import { readOptions } from './options'

test('without options: two servers, one persister, Kafka and the web client', () => {
  expect(readOptions([], {})).toEqual({
    servers: 2,
    persisters: 1,
    fresh: false,
    log: 'kafka',
    web: true,
    balancer: false,
  })
})

test('every option is followed', () => {
  const args = ['--servers', '3', '--persisters=2', '--fresh', '--log', 'redis', '--no-web']
  expect(readOptions(args, {})).toEqual({
    servers: 3,
    persisters: 2,
    fresh: true,
    log: 'redis',
    web: false,
    balancer: false,
  })
})

test('PARLEY_LOG chooses the log, and an option overrules it', () => {
  expect(readOptions([], { PARLEY_LOG: 'redis' })?.log).toBe('redis')
  expect(readOptions(['--log', 'kafka'], { PARLEY_LOG: 'redis' })?.log).toBe('kafka')
})

test('--balancer puts HAProxy before everything', () => {
  expect(readOptions(['--balancer'], {})?.balancer).toBe(true)
  expect(() => readOptions(['--balancer', '--no-web'], {})).toThrow('--balancer serves the web client too')
})

test('help is asked for by --help and -h', () => {
  expect(readOptions(['--help'], {})).toBeNull()
  expect(readOptions(['-h'], {})).toBeNull()
})

test.each([
  [['--servers', '0'], '--servers needs a number from 1 to 16, not "0".'],
  [['--servers', '2.5'], '--servers needs a number from 1 to 16, not "2.5".'],
  [['--persisters', 'many'], '--persisters needs a number from 1 to 16, not "many".'],
  [['--log', 'rabbit'], '--log needs kafka or redis, not "rabbit".'],
  [['--sevrers', '2'], "Unknown option '--sevrers'."],
  [['please'], "Unexpected argument 'please'."],
])('%j is refused in one sentence', (args, sentence) => {
  expect(() => readOptions(args, {})).toThrow(sentence)
})
