import type { Comparison } from './compare'

const MOST_LINES = 50

/** The comparison and its findings as text for a person. */
export function report({ records, stored, waiting, rooms, deadLetters, findings }: Comparison): string {
  const compared = [
    `${records} records of the log, ${stored} rows of messages and changes in PostgreSQL, ${waiting} events that wait in tails,`,
    `${deadLetters} dead letters, in ${rooms} rooms: each appended and stored exactly once, in each sender's order, without gaps.`,
  ]
  const lines = findings
    .slice(0, MOST_LINES)
    .map(({ kind, roomId, where }) => `  ${kind}: ${where} (room ${roomId})`)
  const verdict = findings.length === 0 ? 'They agree.' : `${findings.length} findings:`
  const rest = findings.length > MOST_LINES ? [`  and ${findings.length - MOST_LINES} more`] : []
  return [...compared, verdict, ...lines, ...rest, ''].join('\n')
}
