import { parseArgs } from 'node:util'

export interface BenchOptions {
  rounds: number
  /** Messages in the long room. */
  messages: number
  rooms: number
  json: string | null
  /** A trace of the frames during scrolling, for the Performance panel of Chromium. */
  trace: string | null
}

export const usage = `npm run bench:page -- [options]
  --rounds N       repeats each measurement, and takes the median (5)
  --messages N     messages in the long room (100000)
  --rooms N        rooms of the user (763)
  --json FILE      writes the figures to FILE
  --trace FILE     writes a trace of the frames during scrolling to FILE`

/** Throws a sentence for the user. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      messages: { type: 'string', default: '100000' },
      rooms: { type: 'string', default: '763' },
      json: { type: 'string' },
      trace: { type: 'string' },
    },
  })
  return {
    rounds: toCount('--rounds', values.rounds, 1),
    messages: toCount('--messages', values.messages, 1_000),
    rooms: toCount('--rooms', values.rooms, 20),
    json: values.json ?? null,
    trace: values.trace ?? null,
  }
}

function toCount(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new Error(`${option} needs a whole number from ${least} on, not "${text}".`)
  return value
}
