import type { Browser, Page } from '@playwright/test'
import { withBrowser } from '../browser'
import type { Stack } from '../stack'
import type { Scenario } from './scenario'

const LIMIT_MS = 30_000
/** leastconn sends the second browser to another server, unless another client came or left in that moment. */
const TRIES = 5

export const twoBrowsers: Scenario = {
  name: 'browsers',
  shows:
    'two browsers on different servers exchange messages through the one address, which also serves the documentation',
  run: (stack, say) =>
    withBrowser(async (browser) => {
      const ada = await join(browser, stack, 'Ada')
      const grace = await joinElsewhere(browser, stack, 'Grace', ada)
      say(`Ada is on server ${await serverOf(ada)}, Grace on server ${await serverOf(grace)}`)
      await tell(ada, grace, `Hello Grace (${Date.now()})`)
      await tell(grace, ada, `Hello Ada (${Date.now()})`)
      await readDocs(await browser.newPage(), stack.url)
      say(`${stack.url}/docs has the protocol page`)
    }),
}

async function join(browser: Browser, stack: Stack, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(stack.url, { timeout: LIMIT_MS })
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.locator('[data-connection=online]').waitFor({ timeout: LIMIT_MS })
  return page
}

/** As a person would: first the address without its slash, then the contents next to the page. */
async function readDocs(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/docs`, { timeout: LIMIT_MS })
  await page.getByRole('link', { name: 'Protocol', exact: true }).first().click({ timeout: LIMIT_MS })
  await page.getByRole('heading', { level: 1, name: 'Protocol' }).waitFor({ timeout: LIMIT_MS })
  await page.getByText('message:send').first().waitFor({ timeout: LIMIT_MS })
}

async function joinElsewhere(browser: Browser, stack: Stack, name: string, than: Page): Promise<Page> {
  for (let tried = 0; tried < TRIES; tried++) {
    const page = await join(browser, stack, name)
    if ((await serverOf(page)) !== (await serverOf(than))) return page
    await page.context().close()
  }
  throw new Error(`after ${TRIES} tries ${name} was always on the same server`)
}

function serverOf(page: Page): Promise<string | null> {
  return page.locator('[data-connection=online]').getAttribute('data-server-id', { timeout: LIMIT_MS })
}

async function tell(from: Page, to: Page, body: string): Promise<void> {
  await from.getByLabel('Message', { exact: true }).fill(body)
  await from.keyboard.press('Enter')
  await to.getByText(body).waitFor({ timeout: LIMIT_MS })
  await from.locator('article[data-state=sent]', { hasText: body }).waitFor({ timeout: LIMIT_MS })
}
