/** One thing that is not as promised, named so that somebody can look. */
export interface Finding {
  what: string
  room: string
  id?: string
  client?: string
  /** The numbers in question, in the order in which the sentence names them. */
  numbers: number[]
}

export interface Findings {
  /** How many messages were acknowledged: what the rest is measured against. */
  acked: number
  /** The same of what was done to messages. */
  ackedChanges: number
  /** Acknowledged or seen, and not in PostgreSQL, not in the log, or not in somebody's view once all is quiet. */
  lost: Finding[]
  /** Twice in PostgreSQL, under two numbers of one epoch, or there again under another id. */
  doubled: Finding[]
  /** A sender's order broken, one number for two messages, a gap, a view in another order. */
  misordered: Finding[]
  /** Reached somebody who had left. */
  leaked: Finding[]
  /** Not the text that was written, or not as what was done to it since leaves it. */
  changed: Finding[]
  /** Neither acknowledged nor refused, or refused and there all the same. */
  incomplete: Finding[]
}

export type FindingKind = Exclude<keyof Findings, 'acked' | 'ackedChanges'>

export const findingKinds = [
  'lost',
  'doubled',
  'misordered',
  'leaked',
  'changed',
  'incomplete',
] as const satisfies readonly FindingKind[]

/** More of one kind say nothing new, and a store that is empty would give millions. */
const MOST_FINDINGS = 1_000

export function createFindingList(): { found: Finding[]; add: (finding: Finding) => void } {
  const found: Finding[] = []
  return { found, add: (finding) => void (found.length < MOST_FINDINGS && found.push(finding)) }
}

export function countFindings(findings: Findings): number {
  return findingKinds.reduce((so, kind) => so + findings[kind].length, 0)
}

/** One line for each finding of each kind, `most` of a kind at most. */
export function describeFindings(findings: Findings, most = 20): string[] {
  return findingKinds.flatMap((kind) => {
    const lines = findings[kind].slice(0, most).map(({ what, room }) => `${kind}: ${what} (room ${room})`)
    const left = findings[kind].length - lines.length
    return left > 0 ? [...lines, `${kind}: and ${left} more`] : lines
  })
}
