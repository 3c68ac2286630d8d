/**
 * Parley's idea as a quiet drawing behind the card: a message comes in and is kept by three engines, each with one job.
 */
export function JoinPicture() {
  return (
    <>
      <svg
        aria-hidden
        viewBox="0 0 1440 900"
        preserveAspectRatio="xMidYMid slice"
        className={`${picture} hidden landscape:block`}
      >
        <g className={lines}>
          <path d="M-900 450H720" />
          {ENGINES.map(({ y }) => (
            <path key={y} d={`M720 450C980 450 900 ${y} 1130 ${y}H2340`} />
          ))}
        </g>
        {[
          { x: 48, width: 28, opacity: 0.3 },
          { x: 132, width: 76, opacity: 0.5 },
          { x: 316, width: 44, opacity: 0.8 },
        ].map(({ x, width, opacity }) => (
          <rect
            key={x}
            x={x}
            y={446}
            width={width}
            height={8}
            rx={4}
            opacity={opacity}
            className="fill-accent"
          />
        ))}
        {ENGINES.map(({ y, job }) => (
          <g key={y}>
            <Engine x={1130} y={y} />
            <text x={1166} y={y - 14} className="fill-faint font-mono text-12">
              {job}
            </text>
          </g>
        ))}
      </svg>
      <svg
        aria-hidden
        viewBox="0 0 360 740"
        preserveAspectRatio="xMidYMax slice"
        className={`${picture} landscape:hidden`}
      >
        <g className={lines}>
          <path d="M180 -400V370" />
          {[60, 180, 300].map((x) => (
            <path key={x} d={`M180 370C180 640 ${x} 560 ${x} 660V1200`} />
          ))}
        </g>
        {[24, 76, 116].map((y, i) => (
          <rect
            key={y}
            x={177}
            y={y}
            width={6}
            height={[14, 30, 20][i]}
            rx={3}
            opacity={[0.3, 0.5, 0.8][i]}
            className="fill-accent"
          />
        ))}
        {[60, 180, 300].map((x) => (
          <Engine key={x} x={x} y={668} />
        ))}
      </svg>
    </>
  )
}

const picture = 'absolute inset-0 -z-10 size-full'
const lines = 'fill-none stroke-line [stroke-width:1.5]'

const ENGINES = [
  { y: 196, job: 'what was said' },
  { y: 450, job: 'in which order, now' },
  { y: 704, job: 'remembered' },
]

function Engine({ x, y }: { x: number; y: number }) {
  return (
    <>
      <circle cx={x} cy={y} r={20} className="fill-canvas stroke-line [stroke-width:1.5]" />
      <circle cx={x} cy={y} r={5} className="fill-accent" />
    </>
  )
}
