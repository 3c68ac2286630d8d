import { LinkifyIt, type Match } from 'linkify-it'
import { linkCuts } from './link-cuts'

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true }).add('ftp:', null).add('//', null)

/**
 * Finds the addresses in a text. Only http, https and mailto become links; an address with a name and a password in it
 * stays text, because it is mostly meant to look like another one.
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

/** No address holds a longer password. */
const PASSWORD_MAX = 200

/** Text that looks like a host is a name if "@" or ":password@" follows. */
function isName(piece: string, end: number): boolean {
  return /^(?:@|:[^\s/?#@]*@)/.test(piece.slice(end, end + PASSWORD_MAX))
}

function hrefOf({ schema }: Match, address: string): string | null {
  if (schema === 'mailto:') return address.toLowerCase().startsWith('mailto:') ? address : `mailto:${address}`
  // "example.com" may be a file or a typing slip as well as an address: "report.md", "end.So".
  if (!schema && !/^www\./i.test(address)) return null
  try {
    const url = new URL(schema ? address : `https://${address}`)
    return url.username || url.password ? null : url.href
  } catch {
    return null
  }
}

// "**https://a.example**": signs around an address are not part of it, except for an underscore of its own.
function withoutMarks(text: string, start: number, raw: string): string {
  let address = raw
  for (let before = start - 1; before >= 0; before--) {
    const mark = text[before] ?? ''
    if (!'*_~'.includes(mark) || !address.endsWith(mark)) break
    address = address.slice(0, -1)
  }
  return address
}
