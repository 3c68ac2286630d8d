// A slice's page: a row for each run since the last one over all mutants, and the mutants that the last run left.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../directed/run-changed'
import type { SliceResult } from './slice-result'

const FOLDER = join(ROOT, 'docs', 'results', 'mutants')
const ALL = 'all'
const ROW = /^\| (all|the \d+ not noticed before) \|/
const ENTRY = /^- `(.*)`$/

export interface Run {
  /** Only the mutants that the page listed. */
  onlySurvivors: boolean
  /** The code that was tested. */
  commit: string
  minutes: number
}

/** The mutants on a slice's page that no test noticed. */
export function readSurvivors(slice: string): string[] {
  return linesOf(slice).flatMap((line) => ENTRY.exec(line)?.[1] ?? [])
}

export function writePage(result: SliceResult, run: Run): void {
  mkdirSync(FOLDER, { recursive: true })
  const before = run.onlySurvivors ? linesOf(result.slice).filter((line) => ROW.test(line)) : []
  writeFileSync(fileOf(result.slice), pageOf(result, run, before))
}

/** `before`: the rows of earlier runs. */
export function pageOf({ slice, survived, ...result }: SliceResult, run: Run, before: readonly string[]) {
  const tried = result.killed + result.equivalent + survived.length + result.gone
  const { commit, minutes } = run
  const mutants = run.onlySurvivors ? `the ${tried} not noticed before` : ALL
  const date = new Date().toISOString().slice(0, 10)
  const counts = [result.killed, result.equivalent, survived.length, result.gone]
  return [
    `# Mutants of ${slice}`,
    '',
    `Written by \`npm run mutants -- --all --slice ${slice}\`, Node ${process.versions.node}, ${cpus().length} cores ` +
      `(${arch()}). With \`--survivors\` a run tries only the mutants that the run before it left.`,
    '',
    '| mutants | date | commit | minutes | noticed by a test | known to change nothing | not noticed | code is gone |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...before,
    `| ${[mutants, date, commit, minutes, ...counts].join(' | ')} |`,
    ...(survived.length > 0 ? ['', `Not noticed at ${commit}:`, ''] : []),
    ...survived.map((one) => `- \`${one.replaceAll('`', "'")}\``),
    '',
  ].join('\n')
}

function linesOf(slice: string): string[] {
  if (!existsSync(fileOf(slice))) throw new Error(`${slice} has no page; run all its mutants first.`)
  return readFileSync(fileOf(slice), 'utf8').split('\n')
}

const fileOf = (slice: string) => join(FOLDER, `${slice}.md`)
