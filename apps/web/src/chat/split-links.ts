export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

const candidates = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'`]+/giu

/**
 * Finds the web addresses in a text. Only http and https ever become a link; an address with a name and a password in it stays
 * text, as it is mostly made to look like another one.
 */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(candidates)) {
    const address = trimEnd(match[0])
    const href = hrefOf(address)
    if (!href) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: address, href })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  return url.username || url.password ? null : url.href
}

// The full stop after an address ends the sentence, not the address; a bracket belongs to it when it opened there.
function trimEnd(address: string): string {
  for (;;) {
    const last = address.at(-1) ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const isStray = opening ? count(address, last) > count(address, opening) : /[.,;:!?»”’…*_~]/u.test(last)
    if (!isStray) return address
    address = address.slice(0, -1)
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
