// The counters of one service, from /metrics.

/** The series of one process by name and labels, as written in the text. */
export interface Series {
  /** Identifies the process: the counters of the next one begin at zero. Seconds since 1970. */
  startedAt: number
  values: ReadonlyMap<string, number>
}

const LINE = /^(\w+(?:\{.*\})?) (\S+)$/

export function readSeries(text: string): Series {
  const values = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, key, value] = LINE.exec(line) ?? []
    if (key !== undefined) values.set(key, Number(value))
  }
  return { startedAt: values.get('process_start_time_seconds') ?? NaN, values }
}

/** The sum of the series of that name that have all of these labels. */
export function sum(values: Series['values'], name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  let so = 0
  for (const [key, value] of values)
    if (isOf(key, name) && wanted.every((each) => key.includes(each))) so += value
  return so
}

export function valuesOfLabel(values: Series['values'], name: string, label: string): string[] {
  const found = new Set<string>()
  for (const key of values.keys()) {
    const [, value] = isOf(key, name) ? (new RegExp(`[{,]${label}="([^"]*)"`).exec(key) ?? []) : []
    if (value !== undefined) found.add(value)
  }
  return [...found]
}

/** The increase between two readings of one process; null if the process changed. */
export function countedBetween(before: Series | undefined, after: Series): Series['values'] | null {
  if (before?.startedAt !== after.startedAt) return null
  return new Map([...after.values].map(([key, value]) => [key, value - (before.values.get(key) ?? 0)]))
}

function isOf(key: string, name: string): boolean {
  return key === name || key.startsWith(`${name}{`)
}
