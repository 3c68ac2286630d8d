export interface Figure {
  name: string
  unit: 'kB' | 'ms' | 'nodes' | 'messages'
  /** The largest allowed value; null: only shown. */
  minimum: number | null
  target: number | null
  measured: number
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) throw new Error('nothing was measured')
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, unit, minimum, target, measured }) => [
    name,
    `${Number(measured.toFixed(1)).toLocaleString('en')} ${unit}`,
    minimum === null ? '' : `${minimum} ${unit}`,
    target === null ? '' : `${target} ${unit}`,
  ])
  const all = [['figure', 'measured', 'minimum', 'target'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
