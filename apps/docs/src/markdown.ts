import { Marked, type Tokens } from 'marked'
import { isFile, resolveLink } from './repository'

export interface RenderedMarkdown {
  html: string
  /** Files of the repository that the text names. Each gets its own page. */
  cited: string[]
}

interface Rules {
  /** The path of the text in the repository. Its links are relative to it. */
  path: string
  /** The address of a file of the repository, relative to this page. */
  addressOf: (path: string) => string
  /** Links to files that the site makes beside its pages. They stay unchanged. */
  made: readonly string[]
}

/** Throws when a link names a file that does not exist. */
export function renderMarkdown(text: string, { path, addressOf, made }: Rules): RenderedMarkdown {
  const cited: string[] = []
  const taken = new Map<string, number>()

  function cite(file: string): string {
    if (!isFile(file)) throw new Error(`${path} links to ${file}, which is not there`)
    cited.push(file)
    return addressOf(file)
  }

  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const plain = text.replace(/[`*_]/g, '')
        const id = uniqueId(slug(plain), taken)
        const inner = this.parser.parseInline(tokens)
        if (depth === 1) return `<h1 id="${id}">${inner}</h1>\n`
        return `<h${depth} id="${id}"><a href="#${id}">${inner}</a></h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens)
        if (/^(https?:|#)/.test(href) || made.includes(href)) return `<a href="${href}">${inner}</a>`
        const [file = '', hash] = href.split('#')
        const address = cite(resolveLink(path, file))
        return `<a href="${address}${hash ? `#${hash}` : ''}">${inner}</a>`
      },
      codespan({ text }: Tokens.Codespan) {
        const code = `<code>${escapeHtml(text)}</code>`
        return text.includes('/') && isFile(text) ? `<a href="${cite(text)}">${code}</a>` : code
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
        return `<div class="wide" tabindex="0"><table><thead><tr>${cells(header, 'th')}</tr></thead><tbody>${body}</tbody></table></div>`
      },
    },
  })

  return { html: marked.parser(marked.lexer(text)), cited }
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function uniqueId(id: string, taken: Map<string, number>): string {
  const before = taken.get(id) ?? 0
  taken.set(id, before + 1)
  return before === 0 ? id : `${id}-${before + 1}`
}
