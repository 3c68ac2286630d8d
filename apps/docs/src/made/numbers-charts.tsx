import { readText } from '../repository'

type Table = Record<string, Record<string, Record<string, number>>>

const SYSTEMS = ['ws', 'socket.io', 'socket.io+redis', 'centrifugo', 'parley']
const CHARTS = [
  { workload: 'W1', metric: 'thousand deliveries per CPU-second', says: 'longer is better' },
  { workload: 'W2', metric: 'CPU us per message', says: 'shorter is better' },
  { workload: 'W3', metric: 'thousand deliveries per CPU-second', says: 'longer is better' },
  { workload: 'E2E', metric: 'CPU us per message', says: 'shorter is better' },
]
const [NAMES, BAR, ROW] = [130, 480, 26]

/** Bar charts of the last results of `npm run bench`. */
export function NumbersCharts() {
  const { table } = JSON.parse(readText('docs/results/numbers.json')) as { table: Table }
  return (
    <>
      {CHARTS.filter(({ workload }) => table[workload]).map((chart) => (
        <Chart key={chart.workload} {...chart} row={table[chart.workload]!} />
      ))}
    </>
  )
}

function Chart({ workload, metric, says, row }: (typeof CHARTS)[number] & { row: Table[string] }) {
  const bars = SYSTEMS.flatMap((system) => {
    const value = row[system]?.[metric]
    return value === undefined ? [] : [{ system, value }]
  })
  const most = Math.max(...bars.map(({ value }) => value))
  return (
    <figure className="not-prose my-4 overflow-x-auto" tabIndex={0}>
      <figcaption className="text-13">
        {workload}: {metric} ({says})
      </figcaption>
      <svg viewBox={`0 0 714 ${bars.length * ROW}`} className="w-full min-w-[32rem] text-13" role="img">
        <title>{bars.map(({ system, value }) => `${system}: ${say(value)}`).join('; ')}</title>
        {bars.map(({ system, value }, nth) => (
          <g key={system} transform={`translate(0 ${nth * ROW})`}>
            <text x={NAMES - 8} y={ROW / 2 + 4} textAnchor="end" className="fill-ink">
              {system}
            </text>
            <rect
              x={NAMES}
              y="4"
              width={(BAR * value) / most}
              height={ROW - 8}
              rx="3"
              className={system === 'parley' ? 'fill-accent' : 'fill-line-strong'}
            />
            <text x={NAMES + (BAR * value) / most + 8} y={ROW / 2 + 4} className="fill-ink">
              {say(value)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}

function say(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en')
}
