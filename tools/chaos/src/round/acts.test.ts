import { expect, test } from 'vitest'
import type { Scenario } from '../scenarios/scenario'
import { toActs } from './acts'

const scenario = (name: string, stack?: Scenario['stack']): Scenario => ({
  name,
  row: 'Kafka: something',
  ...(stack && { stack }),
  run: async () => undefined,
})

test('scenarios for any stack come first, and those that name the same stack share it', () => {
  const acts = toActs([
    scenario('one'),
    scenario('broker', { brokers: 3 }),
    scenario('two'),
    scenario('disk', { smallDisks: true }),
    scenario('another broker', { brokers: 3 }),
  ])
  expect(acts.map(({ shape, scenarios }) => [shape, ...scenarios.map(({ name }) => name)])).toEqual([
    [{}, 'one', 'two'],
    [{ brokers: 3 }, 'broker', 'another broker'],
    [{ smallDisks: true }, 'disk'],
  ])
})

test('no stack is started without a scenario', () => {
  expect(toActs([])).toEqual([])
  expect(toActs([scenario('broker', { brokers: 3 })])).toHaveLength(1)
})
