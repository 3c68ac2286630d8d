/** A mutant as pages and reports name it. The line's number is no part of its identity: lines move. */
export interface NamedMutant {
  file: string
  line: number
  /** `text of the line (original becomes replacement)`, with ' for every backtick. */
  title: string
}

const UNREACHED = '; no test reaches it'

export function titleOf(text: string, change: string): string {
  return `${text} (${change})`.replaceAll('`', "'")
}

/** Reads `file:line: title`, an entry of a page's list. */
export function readEntry(entry: string): NamedMutant {
  const [, file, line, title] = /^(.+?):(\d+): (.*)$/.exec(entry) ?? []
  if (!file || !title) throw new Error(`This is no mutant: ${entry}`)
  return { file, line: Number(line), title: title.replace(`${UNREACHED})`, ')') }
}

export const keyOf = ({ file, title }: Pick<NamedMutant, 'file' | 'title'>) => `${file}: ${title}`

/** Where a mutant is in today's source. */
export interface FoundMutant {
  line: number
  /** The line without its indentation. */
  text: string
  change: string
  /**
   * As StrykerJS's option `mutate` takes them, without the file: lines from 1, columns from 0. More than one where the
   * line has the same expression twice.
   */
  ranges: string[]
}

/** Null where the code is gone. A line that stands more than once is the one nearest to where it stood. */
export function findMutant(source: string, { line, title }: Omit<NamedMutant, 'file'>): FoundMutant | null {
  const comparable = source.replaceAll('`', "'")
  const found = nearestLine(comparable.split('\n'), line, title)
  if (!found) return null
  const change = title.slice(found.text.length + ' ('.length, -')'.length)
  const text = source.split('\n')[found.line - 1]!.trim()
  for (const original of originalsOf(change)) {
    const ranges = rangesOf(comparable, original, found.line)
    if (ranges.length > 0) return { line: found.line, text, change, ranges }
  }
  return null
}

/** Of two lines of which one begins as the other ends, the longer is meant. */
function nearestLine(lines: readonly string[], line: number, title: string) {
  return lines
    .map((each, i) => ({ text: each.trim(), line: i + 1 }))
    .filter(({ text }) => text !== '' && title.startsWith(`${text} (`))
    .toSorted((a, b) => b.text.length - a.text.length || Math.abs(a.line - line) - Math.abs(b.line - line))[0]
}

/** The word may stand in the code itself, too: every split is a candidate. */
function originalsOf(change: string): string[] {
  const parts = change.split(' becomes ')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join(' becomes '))
}

/** Pages show an expression of several lines in one. */
function rangesOf(source: string, original: string, line: number): string[] {
  const words = original.split(' ').map((word) => word.replaceAll(/[$()*+./?[\\\]^{|}-]/g, '\\$&'))
  return [...source.matchAll(new RegExp(words.join('\\s+'), 'g'))].flatMap(({ index, 0: code }) => {
    const start = placeOf(source, index)
    if (start.line !== line) return []
    const end = placeOf(source, index + code.length)
    return [`${start.line}:${start.column}-${end.line}:${end.column}`]
  })
}

function placeOf(source: string, index: number) {
  const before = source.slice(0, index).split('\n')
  return { line: before.length, column: before.at(-1)!.length }
}
