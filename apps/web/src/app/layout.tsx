import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { readEnv } from '@/env'
import { Providers } from './providers'
import './globals.css'

export const metadata: Metadata = {
  title: 'Parley',
  description: 'A place to talk, where what you saw as sent is never lost.',
  robots: { index: false },
  appleWebApp: { title: 'Parley', statusBarStyle: 'default' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1115' },
  ],
}

export default async function Layout({ children }: { children: ReactNode }) {
  // Reading the headers also makes every page dynamic, which the nonce and the run-time environment need.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const { servers, isDev, version } = readEnv()
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce} servers={servers} isDev={isDev} version={version}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
