import { renderToStaticMarkup } from 'react-dom/server'
import { baseOf, sourceAddress } from './addresses'
import type { Page } from './pages'
import { readText } from './repository'
import { Layout } from './site/layout'

/** A cited file as it is in this version, each line with an address. */
export function renderSource(path: string, pages: readonly Page[]): string {
  const lines = readText(path).trimEnd().split('\n')
  const html = renderToStaticMarkup(
    <Layout base={baseOf(sourceAddress(path))} title={path} pages={pages} places={[]}>
      <article className="prose source">
        <p className="facts">
          <span>as it is in this version</span>
        </p>
        <h1>{path}</h1>
        <pre tabIndex={0}>
          <code>
            {lines.map((line, at) => (
              <span key={at} id={`L${at + 1}`} className="line">
                {`${line}\n`}
              </span>
            ))}
          </code>
        </pre>
      </article>
    </Layout>,
  )
  return `<!doctype html>\n${html}\n`
}
