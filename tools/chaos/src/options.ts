import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

export interface ChaosOptions {
  list: boolean
  only: readonly string[]
  seed: number
  /** Random faults for this long, instead of the scenarios. */
  minutes: number | null
  short: boolean
  json: string | null
  /** Keeps the logs even if nothing failed. */
  keep: boolean
}

export const usage = `npm run chaos -- [options]: a run of every scenario also writes docs/results/chaos.md
  --list           lists the scenarios, and the rows of the fault matrix without one
  --only NAME      only this scenario; several are separated by commas
  --seed N         the random seed of an earlier run
  --minutes N      random faults for N minutes, instead of the scenarios
  --short          the round of the tests: every kill, in a few minutes
  --json FILE      writes the figures to FILE
  --keep           keeps the services' logs even without a failure, and prints their folder`

/** Throws a sentence for the user. */
export function readOptions(args: readonly string[], names: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      short: { type: 'boolean', default: false },
      json: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  })
  const only = values.only.flatMap((each) => each.split(',')).filter(Boolean)
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}; --list names them.`)
  return {
    list: values.list,
    only,
    seed: values.seed === undefined ? randomInt(1, 2 ** 31) : toNumber('--seed', values.seed, 0),
    minutes: values.minutes === undefined ? null : toNumber('--minutes', values.minutes, 0.1),
    short: values.short,
    json: values.json ?? null,
    keep: values.keep,
  }
}

/** A run of every scenario: only its result becomes a page of the documentation. */
export function isFullRun({ only, minutes, short }: ChaosOptions): boolean {
  return only.length === 0 && minutes === null && !short
}

function toNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < least)
    throw new Error(`${option} needs a number from ${least} on, not "${text}".`)
  return value
}
