import { expect, test } from 'vitest'
import { notCovered, scenarios } from './scenarios'

/** The components of the fault matrix that this tool is for. */
const COMPONENTS = [
  'server',
  'Redis',
  'Kafka',
  'persister',
  'PostgreSQL',
  'HAProxy',
  'network',
  'clock',
  'all',
]

test('every component of the fault matrix is played, and what is not is named with the reason', () => {
  const played = new Set(scenarios.map(({ row }) => row.split(':')[0]))
  expect([...played].sort()).toEqual([...COMPONENTS].sort())
  expect(notCovered.every(({ row, why }) => row && why)).toBe(true)
})

test('what is listed as not played is played elsewhere, or cannot be yet', () => {
  const missing = notCovered.map(({ row }) => row.split(':')[0]).flatMap((parts) => parts!.split(', '))
  expect(missing.filter((part) => COMPONENTS.includes(part))).toEqual([])
})

test('each stack of its own is named by who needs it, and none of those is in the short round', () => {
  const own = scenarios.filter(({ stack }) => stack)
  expect(own.map(({ name }) => name)).toEqual([
    'kafka-broker-away',
    'kafka-disk-full',
    'postgres-disk-full',
    'log-recreated',
    'postgres-failover',
  ])
  expect(own.filter(({ isShort }) => isShort)).toEqual([])
})

test('names are said once, and can be typed', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([])
})

test('whatever can be killed is killed in the short round', () => {
  const short = new Set(scenarios.filter(({ isShort }) => isShort).map(({ name }) => name))
  const killed = scenarios.map(({ name }) => name).filter((name) => name.endsWith('-killed'))
  expect(killed).toHaveLength(6)
  expect(killed.filter((name) => !short.has(name))).toEqual([])
})
