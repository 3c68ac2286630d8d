import type { SystemName } from '../system/system'
import type { Workload } from '../workloads/workload'
import type { BenchResult } from './result'
import { format } from './text'

const SYSTEMS: Record<SystemName, string> = {
  ws: 'bare `ws`, 1 node',
  'socket.io': 'Socket.IO, 1 node',
  'socket.io+redis': 'Socket.IO + Redis, 2 nodes',
  centrifugo: 'Centrifugo + Redis, 2 nodes',
  parley: 'Parley',
}

/** The page "Numbers" of the documentation. */
export function toNumbersPage(
  { machine, date, commit, servers, goals, table, measurements }: BenchResult,
  all: readonly Workload[],
): string {
  const measured = all.filter(({ name }) => table[name])
  const rounds = Math.max(...measurements.map(({ round }) => round))
  return [
    '# Numbers',
    '',
    `Written by \`npm run bench -- --write\` on ${date}, commit ${commit}, on ${machine}.`,
    '',
    'Everything ran on this one machine: systems, engines and the load itself. Figures are medians of rounds in which the systems took turns',
    `(${rounds} of them, where less than 3 is a glance and no proof). Parley had ${servers} servers and a persister.`,
    'Messages have 200 bytes. CPU is that of servers, persister and Redis; figures that count Kafka and PostgreSQL say so. Peers keep no',
    'message, know no person and promise no order. Parley has each message in Kafka before its sender is told so, gives it a number, and stores it.',
    'Where everybody else on the machine took more than a few percent of a core, latencies are worth little.',
    'How it is measured: `tools/bench/README.md`.',
    '',
    '<!-- made: numbers-charts -->',
    '',
    '## Where we lose, and where we win',
    '',
    ...compare(table),
    '',
    '## Goals',
    '',
    row(['', 'least', 'target', 'measured', '']),
    row(['---', '---', '---', '---', '---']),
    ...goals.map((goal) =>
      row([
        goal.name,
        goal.goal,
        goal.target,
        goal.measured,
        goal.targetMet ? 'target met' : goal.met ? 'met' : '**missed**',
      ]),
    ),
    '',
    ...measured.flatMap((workload) => [
      '',
      `## ${workload.name}`,
      '',
      `${workload.title}.`,
      '',
      ...rowsOf(table[workload.name]!),
    ]),
    '',
  ].join('\n')
}

const COMPARED = [
  { metric: 'thousand deliveries per CPU-second', more: 'better' },
  { metric: 'CPU us per message', more: 'worse' },
  { metric: 'delivery p50 ms', more: 'worse' },
  { metric: 'delivery p99 ms', more: 'worse' },
  { metric: 'bytes per delivery', more: 'worse' },
  { metric: 'kB per socket', more: 'worse' },
  { metric: 'CPU ms per connect', more: 'worse' },
  { metric: 'all in sync s', more: 'worse' },
  { metric: 'CPU % of a core', more: 'worse' },
] as const

/** Compared with Socket.IO with the Redis adapter, which people would use; the largest loss first. */
function compare(table: BenchResult['table']): string[] {
  const pairs = Object.entries(table).flatMap(([workload, { parley, 'socket.io+redis': peer }]) =>
    COMPARED.flatMap(({ metric, more }) => {
      const [ours, theirs] = [parley?.[metric], peer?.[metric]]
      if (!ours || !theirs) return []
      return {
        workload,
        metric,
        ours,
        theirs,
        gain: more === 'better' ? ours / theirs : theirs / ours,
      }
    }),
  )
  if (pairs.length === 0) return ['Nothing was measured beside Parley.']
  const rows = pairs
    .sort((a, b) => a.gain - b.gain)
    .map(({ workload, metric, ours, theirs, gain }) => {
      const verdict = gain < 1 ? `${format(1 / gain)} x worse` : `${format(gain)} x better`
      return row([workload, metric, format(ours), format(theirs), verdict])
    })
  return [
    row(['', '', 'Parley', 'Socket.IO + Redis', 'Parley is']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
  ]
}

function rowsOf(readings: BenchResult['table'][string]): string[] {
  const systems = (Object.keys(SYSTEMS) as SystemName[]).filter((system) => readings[system])
  const metrics = [...new Set(systems.flatMap((system) => Object.keys(readings[system]!)))]
  return [
    row(['', ...systems.map((system) => SYSTEMS[system])]),
    row(['---', ...systems.map(() => '---')]),
    ...metrics.map((metric) => row([metric, ...systems.map((system) => format(readings[system]![metric]))])),
  ]
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
