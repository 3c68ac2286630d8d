import type { Page } from '@playwright/test'

const QUIET_MS = 500
const LIMIT_MS = 30_000

/** Waits until a figure of the page stays the same for a while. */
export async function settled(page: Page, what: string, look: () => Promise<number>): Promise<void> {
  const beganAt = performance.now()
  let before = await look()
  let sinceAt = performance.now()
  while (performance.now() - sinceAt < QUIET_MS) {
    if (performance.now() - beganAt > LIMIT_MS) throw new Error(`no end of ${what}`)
    await page.waitForTimeout(100)
    const now = await look()
    if (now === before) continue
    before = now
    sinceAt = performance.now()
  }
}
