// One page is kept, with all that it loads. It names its assets itself and is replaced whole, so that whatever build it
// came from, what is kept fits together.
import { assetsInPage, assetsInScript, assetsInStyle } from './shell'

export const CACHE = 'parley-page-1'
const PAGE = '/rooms'

export async function keptPage(): Promise<Response | undefined> {
  const cache = await caches.open(CACHE)
  return cache.match(PAGE, { ignoreVary: true })
}

/** Answers from what is kept; what is not is asked for, and kept. */
export async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** Puts this page in place of the one that was kept, once all that it loads is here. */
export async function keepPage(page: Response): Promise<void> {
  const isPage = page.ok && !page.redirected && page.headers.get('content-type')?.startsWith('text/html')
  if (!isPage) return
  const cache = await caches.open(CACHE)
  const before = await assetsOf(cache, await keptPage())
  const now = await assetsOf(cache, page.clone())
  await cache.put(PAGE, page)
  // Those of the page before stay as well: tabs that are open run on it.
  if (now.some((path) => !before.includes(path))) await forgetAllBut(cache, [PAGE, ...before, ...now])
}

/** What a page loads, at once or later; all of it is kept then. Rejects when something of it cannot be had. */
async function assetsOf(cache: Cache, page: Response | undefined): Promise<string[]> {
  if (!page) return []
  const found = new Set<string>()
  let next = assetsInPage(await page.text())
  while (next.length > 0) {
    for (const path of next) found.add(path)
    const named = await Promise.all(next.map((path) => keepAsset(cache, path)))
    next = [...new Set(named.flat())].filter((path) => !found.has(path))
  }
  return [...found]
}

/** Answers with what the asset names: the fonts of a style sheet, the scripts that a script may load. */
async function keepAsset(cache: Cache, path: string): Promise<string[]> {
  refuseMissing(await keptAsset(new Request(path)))
  const kept = await cache.match(path, { ignoreVary: true })
  if (!kept) return []
  if (path.endsWith('.css')) return assetsInStyle(await kept.text(), path)
  return path.endsWith('.js') ? assetsInScript(await kept.text()) : []
}

function refuseMissing({ ok, status, url }: Response): void {
  if (!ok) throw new Error(`${url} answered ${status}`)
}

async function forgetAllBut(cache: Cache, paths: readonly string[]): Promise<void> {
  for (const request of await cache.keys()) {
    if (!paths.includes(new URL(request.url).pathname)) await cache.delete(request, { ignoreVary: true })
  }
}
