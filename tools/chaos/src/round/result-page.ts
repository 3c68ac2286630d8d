import type { RoundResult } from './round'
import type { ScenarioResult } from './stage'

interface MeasuredOn {
  machine: string
  commit: string
}

/** The documentation's page "Chaos": the last full run, scenario by scenario. */
export function toResultPage(result: RoundResult, { machine, commit }: MeasuredOn): string {
  const { lost, doubled, misordered, leaked, changed, incomplete } = result
  return [
    '# Chaos: the last full run',
    '',
    `Written by \`npm run chaos\` on ${result.startedAt.slice(0, 10)}, seed ${result.seed}, commit ${commit}, on ${machine}.`,
    'The simulated people ran on the same machine.',
    '',
    `**${count(result.acked)} messages and ${count(result.ackedChanges)} edits, deletions and reactions acknowledged to ${count(result.people)} people over ${count(result.faults)} faults in ${Math.round(result.seconds / 60)} minutes:`,
    `${lost} lost, ${doubled} doubled, ${misordered} misordered, ${leaked} leaked, ${changed} changed, ${incomplete} neither acknowledged nor refused.**`,
    '',
    '"Recovery" is the time until everybody was online and in sync again, or until everything written had been seen.',
    'The aims are in [PROMISES.md](../../PROMISES.md).',
    '',
    ...listOf(result.scenarios),
    row(['scenario', 'faults', 'acknowledged', 'recovery, s', 'as aimed']),
    row(['---', '---', '---', '---', '---']),
    ...result.scenarios.map((scenario) => row(cellsOf(scenario))),
    '',
  ].join('\n')
}

/** The missed aims, and the scenarios that this machine could not play. */
function listOf(scenarios: readonly ScenarioResult[]): string[] {
  const lines = scenarios.flatMap(({ name, broken, skipped }) => [
    ...broken.map((sentence) => `- \`${name}\`: ${sentence}`),
    ...(skipped === null ? [] : [`- \`${name}\` was not played: ${skipped}`]),
  ])
  return lines.length === 0 ? [] : [...lines, '']
}

function cellsOf({ name, faults, acked, recoverySeconds, ok, skipped }: ScenarioResult): string[] {
  const verdict = skipped === null ? (ok ? 'yes' : 'no') : 'not played'
  return [name, String(faults), String(acked), recoverySeconds?.toFixed(1) ?? '', verdict]
}

const count = (number: number) => number.toLocaleString('en-US')

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
