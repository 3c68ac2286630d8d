import type { Scenario } from '../scenarios/scenario'
import type { StackShape } from '../stack/shape'

/** Scenarios that run on one stack, one after the other. */
export interface Act {
  shape: StackShape
  scenarios: readonly Scenario[]
}

/** First the scenarios for any stack, then, stack by stack, those that name one; otherwise in the given order. */
export function toActs(scenarios: readonly Scenario[]): Act[] {
  const acts = new Map<string, { shape: StackShape; scenarios: Scenario[] }>()
  const common = scenarios.filter(({ stack }) => !stack)
  for (const scenario of [...common, ...scenarios.filter(({ stack }) => stack)]) {
    const shape = scenario.stack ?? {}
    const key = JSON.stringify(shape)
    const act = acts.get(key) ?? { shape, scenarios: [] }
    acts.set(key, act)
    act.scenarios.push(scenario)
  }
  return [...acts.values()]
}
