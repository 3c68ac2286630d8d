const LINES = [
  { y: 196, label: 'what was said' },
  { y: 450, label: 'in which order, now' },
  { y: 704, label: 'remembered' },
]

/** Parley's idea, drawn quietly behind the card: a message comes in and is kept by three engines, each with one job. */
export function JoinPicture() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 -z-10 size-full text-line"
    >
      <g fill="none" stroke="currentColor" strokeWidth="1.5">
        <path d="M-400 450H720" />
        {LINES.map(({ y }) => (
          <path key={y} d={`M720 450C980 450 900 ${y} 1130 ${y}H1840`} />
        ))}
      </g>
      <g className="fill-accent">
        {[60, 140, 300].map((x, i) => (
          <rect
            key={x}
            x={x}
            y={446}
            width={[28, 72, 44][i]}
            height={8}
            rx={4}
            opacity={[0.35, 0.5, 0.7][i]}
          />
        ))}
      </g>
      {LINES.map(({ y, label }) => (
        <g key={y}>
          <circle cx={1130} cy={y} r={22} className="fill-canvas stroke-line" strokeWidth="1.5" />
          <circle cx={1130} cy={y} r={5} className="fill-accent" />
          <text x={1168} y={y - 14} className="fill-faint font-mono text-12">
            {label}
          </text>
        </g>
      ))}
    </svg>
  )
}
