import { setTimeout as sleep } from 'node:timers/promises'

export { until } from '@parley/testkit/until'

export const seconds = (count: number) => sleep(count * 1_000)

/** A random item. */
export function pick<T>(items: readonly T[], random: () => number): T {
  const picked = items[Math.floor(random() * items.length)]
  if (picked === undefined) throw new Error('there is nothing to pick from')
  return picked
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
