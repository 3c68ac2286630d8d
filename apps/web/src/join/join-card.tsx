import type { ReactNode } from 'react'
import { Wordmark } from '@/brand/wordmark'
import { JoinPicture } from './join-picture'

/** One card over the quiet picture: where people come in. */
export function JoinCard({ children }: { children: ReactNode }) {
  return (
    <main className="relative isolate grid min-h-dvh place-items-center overflow-hidden bg-canvas p-4">
      <JoinPicture />
      <section className="grid w-full max-w-[23rem] gap-6 rounded-card bg-raised p-6 shadow-float pair:p-8">
        <Wordmark />
        {children}
      </section>
    </main>
  )
}

/** Title and one sentence of a card. */
export function JoinCardHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="grid gap-1">
      <h1 className="text-24 font-semibold tracking-[-0.015em] text-balance">{title}</h1>
      {children && <p className="text-14 text-pretty text-muted">{children}</p>}
    </header>
  )
}
