/** The processes that Docker Compose starts, and their connections. */
const BOXES = {
  people: { x: 8, y: 100, title: 'browsers, bots', says: 'the SDK or yours' },
  haproxy: { x: 172, y: 100, title: 'HAProxy', says: 'one address' },
  web: { x: 336, y: 12, title: 'web client', says: 'pages' },
  server: { x: 336, y: 100, title: 'servers 1 … N', says: 'stateless' },
  kafka: { x: 570, y: 12, title: 'Kafka', says: 'the event log' },
  redis: { x: 570, y: 100, title: 'Redis', says: 'order, broadcast' },
  postgres: { x: 570, y: 188, title: 'PostgreSQL', says: 'history' },
  persister: { x: 336, y: 188, title: 'persisters 1 … N', says: 'store, then trim' },
} as const

const LINES: readonly [keyof typeof BOXES, keyof typeof BOXES][] = [
  ['people', 'haproxy'],
  ['haproxy', 'web'],
  ['haproxy', 'server'],
  ['server', 'kafka'],
  ['server', 'redis'],
  ['server', 'postgres'],
  ['persister', 'kafka'],
  ['persister', 'redis'],
  ['persister', 'postgres'],
]
const WIDTH = 136
const HEIGHT = 60

export function StackFigure() {
  return (
    <figure className="not-prose overflow-x-auto rounded-card border border-line bg-canvas" tabIndex={0}>
      <svg viewBox="0 0 714 260" className="w-full min-w-[40rem] text-13" role="img">
        <title>
          Browsers reach HAProxy; it reaches the web client and the servers; servers and persisters reach
          Kafka, Redis and PostgreSQL.
        </title>
        {LINES.map(([from, to]) => (
          <line
            key={`${from} ${to}`}
            x1={BOXES[from].x + WIDTH}
            y1={BOXES[from].y + HEIGHT / 2}
            x2={BOXES[to].x}
            y2={BOXES[to].y + HEIGHT / 2}
            className="stroke-line-strong"
            strokeWidth="1"
          />
        ))}
        {Object.values(BOXES).map(({ x, y, title, says }) => (
          <g key={title}>
            <rect
              x={x}
              y={y}
              width={WIDTH}
              height={HEIGHT}
              rx="10"
              className="fill-raised stroke-line-strong"
            />
            <text x={x + WIDTH / 2} y={y + 27} textAnchor="middle" className="fill-ink font-medium">
              {title}
            </text>
            <text x={x + WIDTH / 2} y={y + 45} textAnchor="middle" className="fill-muted text-12">
              {says}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
