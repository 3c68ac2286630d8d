'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ServerAddress } from '@parley/client'
import { ParleyProvider } from '@parley/client/react'
import { Hints } from '@parley/ui'
import { ThemeProvider } from 'next-themes'
import { useState, type ReactNode } from 'react'
import { Offline } from '@/offline/offline'
import { makeParley } from '@/parley'
import { VersionContext } from '@/version-context'
import { ThemeColor } from './theme-color'

interface ProvidersProps {
  nonce: string | undefined
  servers: readonly ServerAddress[]
  isDev: boolean
  version: string
  children: ReactNode
}

export function Providers({ nonce, servers, isDev, version, children }: ProvidersProps) {
  const [parley] = useState(() => makeParley(servers))
  return (
    <CSPProvider nonce={nonce}>
      <ThemeProvider attribute="data-theme" disableTransitionOnChange nonce={nonce}>
        <ThemeColor />
        <ParleyProvider parley={parley}>
          <Offline isDev={isDev} />
          <VersionContext value={version}>{children}</VersionContext>
        </ParleyProvider>
        <Hints />
      </ThemeProvider>
    </CSPProvider>
  )
}
