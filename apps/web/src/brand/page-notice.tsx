import type { ReactNode } from 'react'
import { Wordmark } from './wordmark'

/** A whole page for one message, with one link to continue. */
export function PageNotice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-6">
      <div className="grid max-w-sm gap-3 text-14 text-pretty text-muted [&_a]:w-fit [&_a]:font-medium [&_a]:text-accent [&_a]:underline [&_a]:underline-offset-3">
        <div className="pb-3 text-ink">
          <Wordmark />
        </div>
        <h1 className="text-18 font-semibold text-ink">{title}</h1>
        {children}
      </div>
    </main>
  )
}
