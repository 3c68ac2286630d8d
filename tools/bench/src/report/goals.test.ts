import { expect, test } from 'vitest'
import { compareGoals } from './goals'
import { toTable } from './medians'

test('a goal is met at its bound, on the side that it names', () => {
  const goalOf = (deliveries: number, p99: number) =>
    compareGoals({
      W1: {
        parley: { 'thousand deliveries per CPU-second': deliveries, 'delivery p99 ms': p99 },
        'socket.io+redis': { 'thousand deliveries per CPU-second': 100 },
      },
    }).map(({ met, targetMet }) => ({ met, targetMet }))

  const [missed, met, reached] = [
    { met: false, targetMet: false },
    { met: true, targetMet: false },
    { met: true, targetMet: true },
  ]
  expect(goalOf(119, 61)).toEqual([missed, missed])
  expect(goalOf(120, 60)).toEqual([met, met])
  expect(goalOf(200, 30)).toEqual([reached, reached])
})

test('a goal without a measurement is neither met nor missed', () => {
  expect(compareGoals({ W1: { parley: { 'thousand deliveries per CPU-second': 200 } } })).toEqual([])
})

test('of several rounds the table has the median, but the worst value of any fault', () => {
  const of = (round: number, p50: number, lost: number) => ({
    workload: 'W1',
    system: 'parley' as const,
    round,
    reading: { 'delivery p50 ms': p50, lost },
  })
  const table = toTable([of(1, 5, 0), of(2, 9, 1), of(3, 6, 0)])
  expect(table).toEqual({ W1: { parley: { 'delivery p50 ms': 6, lost: 1 } } })
})
