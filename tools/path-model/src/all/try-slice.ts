import { makeTestDirectory } from '@parley/engines'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../directed/run-changed'
import { isEquivalent } from './equivalent'
import type { SliceResult } from './slice-result'
import type { Slice } from './slices'

/** The part of StrykerJS's report that is read here. */
interface Report {
  files: Record<string, { source: string; mutants: readonly ReportedMutant[] }>
}
interface ReportedMutant {
  status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored'
  mutatorName: string
  replacement?: string
  location: { start: Place; end: Place }
}

interface Place {
  line: number
  column: number
}

const KILLED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError', 'CompileError'])

/**
 * Tries every mutant that StrykerJS makes of a slice. Rejects when the tests fail even without one. `again`: mutants that
 * were caught the last time, and have not changed since, count as caught.
 */
export async function trySlice({ name, workspace, mutate }: Slice, again: boolean): Promise<SliceResult> {
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
        incremental: true,
        incrementalFile: join(ROOT, 'node_modules', '.cache', 'mutants', `${name}.json`),
        force: !again,
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
    return read(name, JSON.parse(readFileSync(report, 'utf8')) as Report)
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

function read(slice: string, { files }: Report): SliceResult {
  const mutants = Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n')
    return mutants.map(({ status, location, replacement = '' }) => ({
      status,
      where: `${file}:${location.start.line}: ${(lines[location.start.line - 1] ?? '').trim()}`,
      change: `${inOneLine(textOf(lines, location))} becomes ${inOneLine(replacement)}`,
    }))
  })
  const unnoticed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  const survived = unnoticed.filter(({ where, change }) => !isEquivalent(where, change))
  return {
    slice,
    killed: mutants.filter(({ status }) => KILLED.has(status)).length,
    equivalent: unnoticed.length - survived.length,
    survived: survived.map(
      ({ where, change, status }) =>
        `${where} (${change}${status === 'NoCoverage' ? '; no test reaches it' : ''})`,
    ),
  }
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
