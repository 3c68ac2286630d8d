'use client'

import { createContext, useContext, type ReactNode } from 'react'
import type { Parley } from '../index'

const ParleyContext = createContext<Parley | null>(null)

/** Provides one Parley to everything below. It neither connects nor closes it: its creator does. */
export function ParleyProvider({ parley, children }: { parley: Parley; children: ReactNode }) {
  return <ParleyContext value={parley}>{children}</ParleyContext>
}

export function useParley(): Parley {
  const parley = useContext(ParleyContext)
  if (!parley) throw new Error('useParley needs a <ParleyProvider> above it.')
  return parley
}
