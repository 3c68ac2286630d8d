// The goals of issue 11, each with its minimum and its target.
import type { SystemName } from '../system/system'
import type { Table } from './medians'

interface Goal {
  name: string
  unit: '' | 'x' | 'ms' | 's' | 'kB' | '%'
  /** A lower or an upper bound. */
  is: 'at least' | 'at most'
  minimum: number
  target: number
  /** Null if it was not measured. */
  measure: (table: Table) => number | null
}

const PEER: SystemName = 'socket.io+redis'

function read(table: Table, workload: string, metric: string, system: SystemName = 'parley'): number | null {
  const value = table[workload]?.[system]?.[metric]
  return value === undefined || Number.isNaN(value) ? null : value
}

function ours(workload: string, metric: string): Goal['measure'] {
  return (table) => read(table, workload, metric)
}

/** Our value relative to that of Socket.IO with the Redis adapter. */
function againstPeer(workload: string, metric: string): Goal['measure'] {
  return (table) => divide(read(table, workload, metric), read(table, workload, metric, PEER))
}

function divide(a: number | null, b: number | null): number | null {
  return a === null || !b ? null : a / b
}

const DELIVERIES = 'thousand deliveries per CPU-second'
const CPU = 'CPU us per message'

const of = (
  name: string,
  is: Goal['is'],
  [minimum, target]: readonly [number, number],
  unit: Goal['unit'],
  measure: Goal['measure'],
): Goal => ({ name, is, minimum, target, unit, measure })

const goals: readonly Goal[] = [
  of(
    'W1: deliveries per CPU-second, against Socket.IO + Redis',
    'at least',
    [1.2, 2],
    'x',
    againstPeer('W1', DELIVERIES),
  ),
  of('W1: p99', 'at most', [60, 30], 'ms', ours('W1', 'delivery p99 ms')),
  of('W2: CPU per message, against Socket.IO + Redis', 'at most', [1.5, 1], 'x', againstPeer('W2', CPU)),
  of('W2: p50', 'at most', [8, 4], 'ms', ours('W2', 'delivery p50 ms')),
  of('W2: p99', 'at most', [40, 15], 'ms', ours('W2', 'delivery p99 ms')),
  of(
    'W3: deliveries per CPU-second, against Socket.IO + Redis',
    'at least',
    [6, 12],
    'x',
    againstPeer('W3', DELIVERIES),
  ),
  of('W3: p99, against Socket.IO + Redis', 'at most', [0.25, 0.1], 'x', againstPeer('W3', 'delivery p99 ms')),
  of('E2E: CPU per message, against Socket.IO + Redis', 'at most', [1.3, 1], 'x', againstPeer('E2E', CPU)),
  of('E2E: p50', 'at most', [5, 3], 'ms', ours('E2E', 'delivery p50 ms')),
  of('E2E: p99', 'at most', [25, 12], 'ms', ours('E2E', 'delivery p99 ms')),
  of(
    'W4: memory per signed-in idle socket in 10 rooms',
    'at most',
    [24, 18],
    'kB',
    ours('W4', 'kB per socket'),
  ),
  of(
    'W5: CPU per connect with session and sync of 10 rooms',
    'at most',
    [1.5, 1],
    'ms',
    ours('W5', 'CPU ms per connect'),
  ),
  of(
    'W5: 4,000 on four servers in sync after a restart of Redis',
    'at most',
    [10, 5],
    's',
    ours('W5-restart', 'all in sync s'),
  ),
  of(
    'W6: rows per second, against COPY into both tables',
    'at least',
    [0.6, 0.9],
    'x',
    ours('W6', 'against COPY'),
  ),
  of(
    'W7: the slowest at many against few messages',
    'at most',
    [1.5, 1.1],
    'x',
    ours('W7', 'many against few, the slowest'),
  ),
  of(
    'W7: sync of 200 rooms with 3 missed each, p50',
    'at most',
    [30, 15],
    'ms',
    ours('W7', 'sync of 200 rooms p50 ms'),
  ),
  of('W7: list of 200 rooms, p50', 'at most', [15, 8], 'ms', ours('W7', 'rooms list p50 ms')),
  of('W8: Redis commands per message', 'at most', [10, 5], '', ours('W8', 'Redis commands per message')),
  of('W8: with 8 servers against 2', 'at most', [1.1, 1], 'x', (table) =>
    divide(
      read(table, 'W8-8', 'Redis commands per message'),
      read(table, 'W8', 'Redis commands per message'),
    ),
  ),
  of(
    'W9: 2,000 clients lose their connection; all are in sync',
    'at most',
    [4, 2],
    's',
    ours('W9', 'all in sync s'),
  ),
  of(
    'W11: acknowledged and stored posts per CPU-second, all processes',
    'at least',
    [2_500, 6_000],
    '',
    ours('W11', 'posts per CPU-second of all processes'),
  ),
  of(
    'Bytes per delivery, against Socket.IO',
    'at most',
    [1.3, 1],
    'x',
    againstPeer('W1-20', 'bytes per delivery'),
  ),
  of('Arrival orders in a room', 'at most', [1, 1], '', mostArrivalOrders),
  of(
    'Sends answered not-confirmed at 1.5 times the capacity',
    'at most',
    [1, 0],
    '%',
    ours('overload', 'not-confirmed %'),
  ),
  of('CPU of the idle application, of a core', 'at most', [1.5, 1], '%', ours('idle', 'CPU % of a core')),
  of('CPU with 5,000 idle sockets, of a core', 'at most', [6, 3], '%', ours('idle-5000', 'CPU % of a core')),
]

function mostArrivalOrders(table: Table): number | null {
  const orders = Object.values(table).flatMap(({ parley }) => parley?.['arrival orders'] ?? [])
  return orders.length === 0 ? null : Math.max(...orders)
}

export interface MeasuredGoal {
  name: string
  /** The required minimum. */
  goal: string
  target: string
  measured: string
  met: boolean
  targetMet: boolean
}

/** Goals with a measurement. */
export function compareGoals(table: Table): MeasuredGoal[] {
  return goals.flatMap(({ name, unit, is, minimum, target, measure }) => {
    const measured = measure(table)
    if (measured === null) return []
    const reaches = (bound: number) => (is === 'at least' ? measured >= bound : measured <= bound)
    const say = (value: number) => (unit ? `${digits(value)} ${unit}` : digits(value))
    return {
      name,
      goal: `${is} ${say(minimum)}`,
      target: `${is} ${say(target)}`,
      measured: say(measured),
      met: reaches(minimum),
      targetMet: reaches(target),
    }
  })
}

function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US')
}
