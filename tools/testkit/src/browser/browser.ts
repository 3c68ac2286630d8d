// A user's own browser, and actions on the page.
import {
  type Browser,
  type BrowserContext,
  type BrowserServer,
  type Page,
  chromium,
  expect as see,
} from '@playwright/test'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** The machine may be busy: tests wait for conditions and measure no durations. */
export const TIMEOUT = { timeout: 30_000 }

const program = () => ({
  executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
  args: ARGUMENTS,
})

export function openBrowser(): Promise<Browser> {
  return chromium.launch(program())
}

/** A browser whose process is known. */
export function openBrowserServer(): Promise<BrowserServer> {
  return chromium.launchServer(program())
}

export interface PageOptions {
  width?: number
  /** Collects faults of the page: errors, and requests to other sites. */
  faults?: string[]
  /** A script that every page of this browser runs first. */
  before?: string
  /** Without a service worker: no page is kept. */
  withoutWorker?: boolean
}

/** A browser profile that shares nothing with the others. */
export async function openProfile(
  browser: Browser,
  { width = 1280, before, withoutWorker = false }: PageOptions = {},
): Promise<BrowserContext> {
  const profile = await browser.newContext({
    viewport: { width, height: 800 },
    serviceWorkers: withoutWorker ? 'block' : 'allow',
  })
  if (before) await profile.addInitScript(before)
  return profile
}

export async function openTab(
  profile: BrowserContext,
  url: string,
  { faults }: PageOptions = {},
): Promise<Page> {
  const page = await profile.newPage()
  page.on('pageerror', (error) => faults?.push(String(error)))
  page.on('requestfinished', (request) => {
    if (
      !/^(https?|wss?):\/\/(localhost|127\.0\.0\.1)[:/]/.test(request.url()) &&
      !request.url().startsWith('data:')
    ) {
      faults?.push(`asked the outside: ${request.url()}`)
    }
  })
  await page.goto(url)
  return page
}

/** From the name form to the lobby. */
export async function joinByName(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Join' }).click()
  await see(composer(page)).toBeVisible(TIMEOUT)
}

export const composer = (page: Page) => page.getByRole('textbox', { name: 'Message' })
export const log = (page: Page) => page.getByRole('log')
export const said = (page: Page, text: string) => log(page).getByText(text, { exact: true })

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}
