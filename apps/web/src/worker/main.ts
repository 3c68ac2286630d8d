// The service worker lets the chat open without a network. It keeps pages and scripts, never messages: the SDK keeps
// rooms and messages, and deletes them at sign-out. It knows nothing of builds (see kept-page.ts), so a new version of it
// may take over at any moment.
import { CACHE, keepPage, keptAsset, keptPage } from './kept-page'
import { isAssetPath, isChatPath } from './shell'

declare const self: ServiceWorkerGlobalScope

/** A slower web server counts as down: the kept page is shown. Milliseconds. */
const TIMEOUT_MS = 5_000
/** A proxy's answers for a web server that is down. */
const AWAY = new Set([502, 503, 504])
/** The target of "/" for a returning person; the page that registered us gives it. */
const home = new URL(self.location.href).searchParams.get('home') ?? '/rooms'

self.addEventListener('install', (event) => {
  event.waitUntil(
    fetch('/rooms')
      .then(keepPage)
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldCaches().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname, search } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (isAssetPath(pathname)) event.respondWith(keptAsset(event.request))
  else if (mode === 'navigate' && isChatPath(pathname)) event.respondWith(chatPage(event))
  else if (mode === 'navigate' && pathname === '/') event.respondWith(homePage(event.request, search))
})

/** From the web server, which may have a new build; from the kept files if it cannot be reached. */
async function chatPage(event: FetchEvent): Promise<Response> {
  const asked = fetch(event.request)
  // Even if it comes too late for this visit: the next one has it.
  event.waitUntil(asked.then((page) => keepPage(page.clone())).catch(() => undefined))
  const answer = await inTime(asked)
  if (answer && !AWAY.has(answer.status)) return answer
  return (await keptPage()) ?? asked
}

async function homePage(request: Request, search: string): Promise<Response> {
  const asked = fetch(request)
  const answer = await inTime(asked)
  if (answer && !AWAY.has(answer.status)) return answer
  return (await keptPage()) ? Response.redirect(home + search) : asked
}

async function inTime(asked: Promise<Response>): Promise<Response | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, TIMEOUT_MS, undefined))
  return Promise.race([asked, late]).catch(() => undefined)
}

async function forgetOldCaches(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('parley-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}
