/** The ten steps of path.md between the participants, in the order of time from top to bottom. */
const LANES = ['client', 'server', 'Kafka', 'Redis', 'persister', 'PostgreSQL'] as const
type Lane = (typeof LANES)[number]

interface Step {
  from: Lane
  to: Lane
  says: string
  /** The heading of path.md that describes the step; several steps may share one. */
  id: string
}

const STEPS: readonly Step[] = [
  { from: 'client', to: 'server', says: 'id, room, text', id: '1-the-client-creates-an-id' },
  {
    from: 'server',
    to: 'server',
    says: 'parse, authorise, limit',
    id: '2-the-server-parses-authorises-and-limits',
  },
  { from: 'server', to: 'Kafka', says: 'append', id: '3-kafka-acknowledges-the-message-exists' },
  { from: 'server', to: 'Redis', says: 'sequence: next seq', id: '4-redis-assigns-its-position' },
  { from: 'Redis', to: 'client', says: 'publish', id: '5-everybody-in-the-room-receives-it' },
  { from: 'server', to: 'client', says: '“sent”', id: '6-the-sender-sees-sent' },
  { from: 'Kafka', to: 'persister', says: 'a batch', id: '7-a-persister-reads-the-log' },
  { from: 'persister', to: 'Redis', says: 'sequence the rest', id: '8-it-sequences-what-a-dead-server-left' },
  { from: 'persister', to: 'PostgreSQL', says: 'store', id: '9-postgresql-stores-it-once' },
  { from: 'persister', to: 'Redis', says: 'trim', id: '10-redis-trims-what-is-stored' },
]

const WIDTH = 720
const TOP = 56
const STEP = 46
const HEIGHT = TOP + STEPS.length * STEP + 16

export function PathFigure() {
  return (
    <figure className="not-prose overflow-x-auto rounded-card border border-line bg-canvas" tabIndex={0}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full min-w-[40rem] text-13" role="img">
        <title>{`The path of a message: ${STEPS.map(({ from, to, says }, at) => `${at + 1}, ${from} to ${to}: ${says}`).join('; ')}`}</title>
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M1 1l6 3-6 3" className="fill-none stroke-accent" strokeWidth="1.5" />
          </marker>
        </defs>
        {LANES.map((lane) => (
          <g key={lane}>
            <line x1={xOf(lane)} x2={xOf(lane)} y1={TOP - 16} y2={HEIGHT} className="stroke-line" />
            <text x={xOf(lane)} y={TOP - 26} textAnchor="middle" className="fill-ink font-medium">
              {lane}
            </text>
          </g>
        ))}
        {STEPS.map((step, at) => (
          <Arrow key={step.id} step={step} number={at + 1} y={TOP + 26 + at * STEP} />
        ))}
      </svg>
    </figure>
  )
}

function Arrow({ step: { from, to, says, id }, number, y }: { step: Step; number: number; y: number }) {
  const [x, end] = [xOf(from), xOf(to)]
  const isAlone = from === to
  const away = end < x ? -1 : 1
  const path = isAlone ? `M${x} ${y - 8}h34v16h-26` : `M${x + away * 12} ${y}H${end - away * 3}`
  // The label is beside a loop, or over the middle of an arrow.
  const label = isAlone ? { x: x + 42, y: y + 4 } : { x: (x + away * 12 + end) / 2, y: y - 7 }
  return (
    <a href={`#${id}`} className="group">
      <path d={path} className="fill-none stroke-accent" strokeWidth="1.5" markerEnd="url(#tip)" />
      <circle cx={x} cy={isAlone ? y - 8 : y} r="10" className="fill-accent group-hover:fill-accent-strong" />
      <text
        x={x}
        y={(isAlone ? y - 8 : y) + 4}
        textAnchor="middle"
        className="fill-on-accent text-12 font-medium"
      >
        {number}
      </text>
      <text
        {...label}
        textAnchor={isAlone ? 'start' : 'middle'}
        className="fill-muted stroke-canvas group-hover:fill-ink"
        strokeWidth="5"
        paintOrder="stroke"
      >
        {says}
      </text>
    </a>
  )
}

function xOf(lane: Lane): number {
  const margin = WIDTH / LANES.length / 2
  return margin + LANES.indexOf(lane) * margin * 2
}
