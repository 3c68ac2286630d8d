import { sourceAddress } from './addresses'
import { makeParts } from './made/made-parts'
import { listPages } from './pages'
import { jsonSchemas } from './read/protocol'
import { renderPage } from './render-page'
import { renderSource } from './render-source'
import type { SearchRecord } from './search-record'

/** Every text of the site by its address. Writes no file. */
export function renderSite(): Map<string, string> {
  const pages = listPages()
  const parts = makeParts(pages)
  const files = new Map<string, string>()
  const cited = new Set<string>()
  const records: SearchRecord[] = []
  for (const page of pages) {
    const { html, places, cited: named } = renderPage(page, { pages, parts })
    files.set(page.address, html)
    for (const path of named) cited.add(path)
    for (const { id, title, text, depth } of places)
      records.push({
        address: depth === 1 ? page.address : `${page.address}#${id}`,
        title,
        page: page.title,
        text,
      })
  }
  for (const path of cited) files.set(sourceAddress(path), renderSource(path, pages))
  files.set('protocol.json', `${JSON.stringify(jsonSchemas(), null, 2)}\n`)
  files.set('search-records.js', `window.parleySearchRecords = ${JSON.stringify(records)}\n`)
  return files
}
