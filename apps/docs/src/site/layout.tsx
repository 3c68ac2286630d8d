import type { ReactNode } from 'react'
import type { Place } from '../contents'
import type { Page } from '../pages'
import { Contents } from './contents'
import { Header } from './header'
import { Navigation } from './navigation'
import { SearchDialog } from './search-dialog'

type LayoutProps = {
  /** The relative path to the top of the site. */
  base: string
  pages: readonly Page[]
  places: readonly Place[]
  children: ReactNode
} & ({ page: Page; title?: never } | { page?: never; title: string })

export function Layout({ base, page, title = page?.title, pages, places, children }: LayoutProps) {
  return (
    <html lang="en" data-base={base}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Parley`}</title>
        <link rel="icon" href={`${base}icon.svg`} type="image/svg+xml" />
        <link rel="stylesheet" href={`${base}site.css`} />
        {/* Not deferred: it chooses the theme before the first paint. */}
        <script src={`${base}theme.js`} />
        <script defer src={`${base}site.js`} />
      </head>
      <body className="bg-surface">
        <a href="#main" className="sr-only focus:not-sr-only">
          To the text
        </a>
        <Header base={base} />
        <div className="grid min-h-[calc(100dvh-3.5rem)] content-start pair:content-stretch pair:grid-cols-[15rem_minmax(0,1fr)] trio:grid-cols-[16.5rem_minmax(0,56rem)_minmax(14rem,1fr)]">
          <Navigation base={base} page={page} pages={pages} />
          <main
            id="main"
            className={`min-w-0 px-4 pt-6 pb-24 pair:px-8 trio:px-12 ${places.length > 0 ? '' : 'trio:col-span-2'}`}
          >
            {children}
          </main>
          {places.length > 0 && <Contents places={places} />}
        </div>
        <SearchDialog />
      </body>
    </html>
  )
}
