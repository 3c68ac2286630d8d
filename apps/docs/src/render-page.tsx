import { renderToStaticMarkup } from 'react-dom/server'
import { baseOf, sourceAddress } from './addresses'
import { findPlaces, type Place } from './contents'
import { renderMarkdown } from './markdown'
import type { makeParts } from './made/made-parts'
import type { Page } from './pages'
import { readText } from './repository'
import { Layout } from './site/layout'

export interface RenderedPage {
  html: string
  places: Place[]
  cited: string[]
}

/** A whole page: its markdown, with the made parts inserted, in the layout of the site. */
export function renderPage(
  page: Page,
  { pages, parts }: { pages: readonly Page[]; parts: ReturnType<typeof makeParts> },
): RenderedPage {
  const base = baseOf(page.address)
  const written = renderMarkdown(readText(page.source), {
    path: page.source,
    made: ['protocol.json'],
    addressOf: (path) => base + (pages.find(({ source }) => source === path)?.address ?? sourceAddress(path)),
  })
  const asked = written.html + (page.after ? `<!-- made: ${page.after} -->` : '')
  const body = asked.replace(/<!-- made: ([a-z-]+) -->/g, (_, name: string) => {
    const make = parts[name]
    if (!make) throw new Error(`${page.source} asks for ${name}, which nobody makes`)
    return renderToStaticMarkup(make())
  })
  const places = findPlaces(body)
  const html = renderToStaticMarkup(
    <Layout base={base} page={page} pages={pages} places={places}>
      <article className="prose" dangerouslySetInnerHTML={{ __html: body }} />
    </Layout>,
  )
  const isPage = (path: string) => pages.some(({ source }) => source === path)
  return { html: `<!doctype html>\n${html}\n`, places, cited: written.cited.filter((path) => !isPage(path)) }
}
