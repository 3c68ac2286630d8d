/** A part of a page with its own address: a heading, a setting, a failure. */
export interface Place {
  id: string
  title: string
  /** 1 to 4 for headings, 0 for entries of lists and tables. */
  depth: number
  /** The text up to the next place. */
  text: string
}

const OPENING = /<(h[1-4]|div|tr)(?:\s[^>]*)?\sid="([^"]+)"[^>]*>/g

/** The places of a page, from its finished HTML, in written and made parts. */
export function findPlaces(html: string): Place[] {
  const openings = [...html.matchAll(OPENING)]
  return openings.map((opening, at) => {
    const [tag, name = '', id = ''] = opening
    const end = openings[at + 1]?.index ?? html.length
    const inside = html.slice(opening.index + tag.length, end)
    const isHeading = name.startsWith('h')
    const closing = isHeading ? inside.indexOf(`</${name}>`) : 0
    return {
      id,
      depth: isHeading ? Number(name[1]) : 0,
      title: isHeading ? textOf(inside.slice(0, closing)) : id.replace(/^failure-/, ''),
      text: textOf(inside.slice(closing)),
    }
  })
}

export function textOf(html: string): string {
  return html
    .replace(/<(style|svg|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^<>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}
