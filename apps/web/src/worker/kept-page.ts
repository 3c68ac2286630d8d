// Keeps one page, with all files that it loads. The page names its files itself and is replaced as a whole, so that the
// kept files always belong to one build.
import { assetsInPage, assetsInScript, assetsInStyle } from './shell'

export const CACHE = 'parley-page-1'
const PAGE = '/rooms'

export async function keptPage(): Promise<Response | undefined> {
  const cache = await caches.open(CACHE)
  return cache.match(PAGE, { ignoreVary: true })
}

/** Answers from the kept files; other files are fetched and kept. */
export async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** Replaces the kept page with this one, once all its files are here. */
export async function keepPage(page: Response): Promise<void> {
  const isPage = page.ok && !page.redirected && page.headers.get('content-type')?.startsWith('text/html')
  if (!isPage) return
  const cache = await caches.open(CACHE)
  const before = await assetsOf(cache, await keptPage())
  const now = await assetsOf(cache, page.clone())
  await cache.put(PAGE, page)
  // The files of the previous page stay as well: open tabs run on it.
  if (now.some((path) => !before.includes(path))) await forgetAllBut(cache, [PAGE, ...before, ...now])
}

/** The files that a page loads, at once or later; all are kept afterwards. Rejects if one of them cannot be loaded. */
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

/** Returns the files that this one names: the fonts of a style sheet, the scripts that a script may load. */
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
