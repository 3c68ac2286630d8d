import { makeTestDirectory } from '@parley/engines'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../directed/run-changed'
import { countAll, countListed, type TriedMutant } from './count-mutants'
import { findListed } from './listed-mutants'
import type { SliceResult } from './slice-result'
import type { Slice } from './slices'

/** The part of StrykerJS's report that is read here. */
interface Report {
  files: Record<string, { source: string; mutants: readonly ReportedMutant[] }>
}
interface ReportedMutant {
  status: TriedMutant['status']
  replacement?: string
  location: { start: Place; end: Place }
}

interface Place {
  line: number
  column: number
}

/** `again`: mutants that were caught the last time, and have not changed since, count as caught. */
interface Choice {
  again: boolean
  /** Only these entries of the slice's page; null: every mutant. */
  listed: readonly string[] | null
}

/** Tries the mutants that StrykerJS makes of a slice. Rejects when the tests fail even without one. */
export async function trySlice(slice: Slice, { again, listed }: Choice): Promise<SliceResult> {
  if (!listed)
    return countAll(
      slice.name,
      await runStryker(slice, { mutate: slice.mutate, incremental: true, force: !again }),
    )
  const found = findListed(join(ROOT, slice.workspace), listed)
  // Without a range StrykerJS would look for files of its own.
  const isNothingToTry = found.ranges.length === 0
  const mutants = isNothingToTry ? [] : await runStryker(slice, { mutate: found.ranges, incremental: false })
  return countListed(slice.name, mutants, found)
}

type StrykerOptions = { mutate: readonly string[]; incremental: boolean; force?: boolean }

async function runStryker(
  { name, workspace }: Slice,
  { mutate, ...options }: StrykerOptions,
): Promise<TriedMutant[]> {
  const directory = await makeTestDirectory()
  try {
    const report = join(directory.path, 'report.json')
    const config = join(directory.path, 'stryker.json')
    writeFileSync(
      config,
      JSON.stringify({
        testRunner: 'vitest',
        plugins: ['@stryker-mutator/vitest-runner', join(import.meta.dirname, '../../texts-for-people.mjs')],
        ignorers: ['texts-for-people'],
        vitest: { configFile: join(import.meta.dirname, 'vitest.config.ts'), related: false },
        mutate: [...mutate, '!src/**/*.test.{ts,tsx}', '!src/**/{index,main,testing}.ts'],
        coverageAnalysis: 'perTest',
        // Code that runs once at a module's load would need a process of its own for each mutant.
        ignoreStatic: true,
        concurrency: 1,
        // Knowledge of the last run: --again tries only mutants that were not caught, and new ones.
        incrementalFile: join(ROOT, 'node_modules', '.cache', 'mutants', `${name}.json`),
        ...options,
        reporters: ['json', 'progress-append-only'],
        jsonReporter: { fileName: report },
        tempDirName: join(ROOT, workspace, '.stryker-tmp'),
        // An interrupted run leaves its copy behind, which would be copied.
        ignorePatterns: ['.stryker-tmp'],
        timeoutMS: 15_000,
        logLevel: 'warn',
      }),
    )
    await run(name, join(ROOT, workspace), config)
    return read(JSON.parse(readFileSync(report, 'utf8')) as Report)
  } finally {
    await directory.delete()
  }
}

function run(slice: string, cwd: string, config: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stryker = join(ROOT, 'node_modules', '.bin', 'stryker')
    const child = spawn(stryker, ['run', config], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PARLEY_MUTANTS: slice },
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`StrykerJS ended with code ${code}`))
    })
  })
}

function read({ files }: Report): TriedMutant[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n')
    return mutants.map(({ status, location, replacement = '' }) => ({
      status,
      file,
      line: location.start.line,
      text: (lines[location.start.line - 1] ?? '').trim(),
      change: `${inOneLine(textOf(lines, location))} becomes ${inOneLine(replacement)}`,
    }))
  })
}

/** Columns begin at 1; the end is exclusive. */
function textOf(lines: readonly string[], { start, end }: ReportedMutant['location']): string {
  const whole = lines.slice(start.line - 1, end.line)
  const last = whole.length - 1
  return whole
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join('\n')
}

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
