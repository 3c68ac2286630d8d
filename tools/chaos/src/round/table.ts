import type { RoundResult } from './round'

/** A readable table of a run's scenarios and findings, also for the documentation. */
export function toTable(result: RoundResult): string {
  const rows = result.scenarios.map(({ name, faults, acked, recoverySeconds, seconds, ok, skipped }) => [
    name,
    String(faults),
    String(acked),
    recoverySeconds === null ? '' : recoverySeconds.toFixed(1),
    String(seconds),
    !ok ? 'FAILED' : skipped === null ? 'ok' : 'not played',
  ])
  const head = ['scenario', 'faults', 'acked', 'recovery s', 'took s', '']
  const { lost, doubled, misordered, leaked, changed, incomplete } = result
  return [
    '',
    ...align([head, ...rows]),
    '',
    ...result.scenarios.flatMap(({ name, broken }) => broken.slice(0, 10).map((line) => `${name}: ${line}`)),
    ...result.scenarios.flatMap(({ name, skipped }) =>
      skipped === null ? [] : [`${name} was not played here: ${skipped}`],
    ),
    `seed ${result.seed}: ${result.acked} messages and ${result.ackedChanges} changes of them acknowledged to ${result.people} people over ${result.faults} faults in ${Math.round(result.seconds / 60)} min`,
    `${lost} lost, ${doubled} doubled, ${misordered} misordered, ${leaked} leaked, ${changed} changed, ${incomplete} incomplete`,
    '',
  ].join('\n')
}

function align(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}
