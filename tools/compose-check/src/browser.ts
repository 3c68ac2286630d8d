import { chromium, type Browser } from '@playwright/test'
import { findProgram } from '@parley/engines'
import { expectThat } from './expect'

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath =
    process.env.CHROMIUM_PATH || findProgram('chromium', 'chromium-browser', 'google-chrome')
  expectThat(!!executablePath, 'Chromium is missing: install it, or name it in CHROMIUM_PATH.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}
