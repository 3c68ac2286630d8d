// The fixture of every file of browser tests: a stack with the built web client, a browser, and users in it.
import { type Browser, type BrowserContext, type Page, expect as see } from '@playwright/test'
import { afterAll, beforeAll } from 'vitest'
import {
  joinByName,
  log,
  openBrowser,
  openProfile,
  openTab,
  TIMEOUT,
  type PageOptions,
} from '@parley/testkit/browser'
import { descendantsOf, type LaunchedStack, type LaunchOptions, launchStack } from '@parley/testkit/cluster'

export interface BrowserStage {
  stack: () => LaunchedStack
  /** The process of the web client's own server. */
  webPid: () => number
  /** The address of a page for a user of this server. */
  address: (server: number, path?: string) => string
  /** A new browser profile, not signed in. */
  open: (path: string, options?: PageOptions) => Promise<Page>
  /** A user in the lobby, connected to this server. */
  join: (
    name: string,
    server: number,
    options?: PageOptions,
  ) => Promise<{ profile: BrowserContext; page: Page }>
}

/** Starts before the tests of the calling file, and ends after them. */
export function setBrowserStage(options: LaunchOptions = {}): BrowserStage {
  let stack: LaunchedStack
  let browser: Browser

  beforeAll(async () => {
    stack = await launchStack({ web: true, ...options })
    browser = await openBrowser()
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await stack?.dispose()
  }, 60_000)

  const address = (server: number, path = '/') => `${stack.dev().webUrl}${path}?server=${server}`

  async function join(name: string, server: number, options: PageOptions = {}) {
    const profile = await openProfile(browser, options)
    const page = await openTab(profile, address(server), options)
    await joinByName(page, name)
    await seeOnline(page)
    return { profile, page }
  }

  function webPid(): number {
    // The process uses this title, however it was started.
    const found = descendantsOf(process.pid).find(({ command }) => command.startsWith('next-server'))
    if (!found) throw new Error('the web client does not run')
    return found.pid
  }

  return {
    stack: () => stack,
    webPid,
    address,
    open: async (path, options = {}) =>
      openTab(await openProfile(browser, options), `${stack.dev().webUrl}${path}`, options),
    join,
  }
}

export async function seeOnline(page: Page): Promise<void> {
  await see(page.locator('[data-connection="online"]').first()).toBeVisible(TIMEOUT)
}

const row = (page: Page, text: string, state: string) =>
  page
    .locator(`[data-message-id][data-state="${state}"]`)
    .filter({ has: page.getByText(text, { exact: true }) })

export async function seeAllSent(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await see(row(page, text, 'sent')).toHaveCount(1, TIMEOUT)
}

export async function seeAllWaiting(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await see(row(page, text, 'queued')).toHaveCount(1, TIMEOUT)
}

/** The ones of these texts that stand in the timeline, in its order, each as often as it stands there. */
export async function inLog(page: Page, texts: readonly string[]): Promise<string[]> {
  const rows = await log(page).locator('[data-message-id]').allInnerTexts()
  return rows.flatMap((row) => texts.filter((text) => row.split('\n').some((line) => line.trim() === text)))
}
