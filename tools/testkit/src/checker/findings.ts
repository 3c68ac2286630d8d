/** One violation, named so that a person can look it up. */
export interface Finding {
  what: string
  room: string
  id?: string
  client?: string
  /** The seqs in question, in the order of the sentence. */
  numbers: number[]
}

export interface Findings {
  /** The number of acknowledged messages, to compare the rest with. */
  acked: number
  /** The number of acknowledged changes. */
  ackedChanges: number
  /** Acknowledged or seen, and missing in PostgreSQL, in the log, or in a client's view at the quiet moment. */
  lost: Finding[]
  /** Twice in PostgreSQL, with two seqs in one epoch, or there again under another id. */
  doubled: Finding[]
  /** A sender's order broken, one seq for two messages, a gap, a view in another order. */
  misordered: Finding[]
  /** Reached a client that had left. */
  leaked: Finding[]
  /** Another text than the written one, or another state than the result of its changes. */
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

/** More findings of one kind add no information, and an empty PostgreSQL would give millions. */
const MOST_FINDINGS = 1_000

export function createFindingList(): { found: Finding[]; add: (finding: Finding) => void } {
  const found: Finding[] = []
  return { found, add: (finding) => void (found.length < MOST_FINDINGS && found.push(finding)) }
}

export function countFindings(findings: Findings): number {
  return findingKinds.reduce((so, kind) => so + findings[kind].length, 0)
}

/** One line for each finding of each kind, at most `most` of a kind. */
export function describeFindings(findings: Findings, most = 20): string[] {
  return findingKinds.flatMap((kind) => {
    const lines = findings[kind].slice(0, most).map(({ what, room }) => `${kind}: ${what} (room ${room})`)
    const left = findings[kind].length - lines.length
    return left > 0 ? [...lines, `${kind}: and ${left} more`] : lines
  })
}
