import { LinkifyIt, type Match } from 'linkify-it'
import { linkCuts } from './link-cuts'

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true }).add('ftp:', null).add('//', null)

/**
 * Finds the addresses in a text. Only http, https and mailto ever become a link; an address with a name and a password in
 * it stays text, as it is mostly made to look like another one.
 */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { at, piece } of piecesOf(text)) {
    for (const match of linkify.match(piece) ?? []) {
      const start = at + match.index
      const address = withoutMarks(text, start, match.raw)
      const href = isName(piece, match.lastIndex) ? null : hrefOf(match, address)
      if (!href) continue
      if (start > end) parts.push({ kind: 'text', text: text.slice(end, start) })
      parts.push({ kind: 'link', text: address, href })
      end = start + address.length
    }
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function* piecesOf(text: string): Generator<{ at: number; piece: string }> {
  let at = 0
  for (const cut of [...linkCuts(text), text.length]) {
    yield { at, piece: text.slice(at, cut) }
    at = cut
  }
}

/** Longer passwords than this stand in no address. */
const PASSWORD_MAX = 200

/** What looks like a host is a name where it goes on with "@" or ":password@". */
function isName(piece: string, end: number): boolean {
  return /^(?:@|:[^\s/?#@]*@)/.test(piece.slice(end, end + PASSWORD_MAX))
}

function hrefOf({ schema }: Match, address: string): string | null {
  if (schema === 'mailto:') return address.toLowerCase().startsWith('mailto:') ? address : `mailto:${address}`
  // "example.com" is as often a file or a slip as an address: "report.md", "end.So".
  if (!schema && !/^www\./i.test(address)) return null
  try {
    const url = new URL(schema ? address : `https://${address}`)
    return url.username || url.password ? null : url.href
  } catch {
    return null
  }
}

// "**https://a.example**": signs around an address are not its end. An underscore of its own is.
function withoutMarks(text: string, start: number, raw: string): string {
  let address = raw
  for (let before = start - 1; before >= 0; before--) {
    const mark = text[before] ?? ''
    if (!'*_~'.includes(mark) || !address.endsWith(mark)) break
    address = address.slice(0, -1)
  }
  return address
}
