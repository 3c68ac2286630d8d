// A signed-in user opens a room, in a browser that has no file of the page yet.
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { TIMEOUT } from '@parley/testkit/browser'
import { settled } from './settled'

export interface FirstLoad {
  /** JavaScript requested before the first message was on the screen, compressed as transferred. */
  scriptBytes: number
  scripts: { path: string; bytes: number }[]
  /** JavaScript loaded by the page after the first message. */
  laterScriptBytes: number
  firstMessageMs: number
  largestPaintMs: number
  layoutShift: number
  nodes: number
}

/** Runs before the page's own scripts. */
const WATCH = `
  globalThis.seen = { firstMessageMs: 0, largestPaintMs: 0, layoutShift: 0 }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.largestPaintMs = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.layoutShift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-message-id]')) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => (seen.firstMessageMs = performance.now())))
  }).observe(document, { childList: true, subtree: true })
`

type Cookies = Parameters<BrowserContext['addCookies']>[0]

export async function measureFirstLoad(browser: Browser, url: string, cookies: Cookies): Promise<FirstLoad> {
  const profile = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
  })
  try {
    await profile.addCookies(cookies)
    await profile.addInitScript(WATCH)
    const page = await profile.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator('[data-message-id]').first().waitFor(TIMEOUT)
    await settled(page, 'requests to end', async () => (await scriptsOf(page)).length)
    return await readFirstLoad(page)
  } finally {
    await profile.close()
  }
}

async function readFirstLoad(page: Page): Promise<FirstLoad> {
  const seen = await page.evaluate(
    () =>
      (
        globalThis as unknown as {
          seen: Pick<FirstLoad, 'firstMessageMs' | 'largestPaintMs' | 'layoutShift'>
        }
      ).seen,
  )
  const scripts = await scriptsOf(page)
  const before = scripts.filter(({ startMs }) => startMs < seen.firstMessageMs)
  const sum = (some: typeof scripts) => some.reduce((so, { bytes }) => so + bytes, 0)
  return {
    ...seen,
    scriptBytes: sum(before),
    scripts: before.map(({ path, bytes }) => ({ path, bytes })),
    laterScriptBytes: sum(scripts) - sum(before),
    nodes: await page.evaluate(() => document.querySelectorAll('*').length),
  }
}

function scriptsOf(page: Page) {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, startTime, encodedBodySize }) => ({
        path: new URL(name).pathname,
        startMs: startTime,
        bytes: encodedBodySize,
      })),
  )
}
