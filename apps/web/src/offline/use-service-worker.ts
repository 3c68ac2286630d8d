import { useEffect } from 'react'
import { lobbyAddress } from '@/room-address'

/**
 * The service worker lets the chat open without a network. Browsers allow it only on https and on localhost. In
 * development there is none, and one that a build left at this address is removed: it would serve that build.
 */
export function useServiceWorker({ isDev }: { isDev: boolean }): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const work = isDev ? takeOff() : register()
    work.catch(() => undefined) // denied, as in some private windows: Parley then needs the network to open
  }, [isDev])
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register(`/service-worker.js?home=${encodeURIComponent(lobbyAddress())}`, {
    updateViaCache: 'none',
  })
}

async function takeOff(): Promise<void> {
  const left = await navigator.serviceWorker.getRegistrations()
  if (left.length === 0) return
  await Promise.all(left.map((registration) => registration.unregister()))
  for (const name of await caches.keys()) await caches.delete(name)
}
