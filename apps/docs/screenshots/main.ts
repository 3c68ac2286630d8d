// usage: npm run screenshots [folder]. Every page of dist/, opened from the disk: light and dark, wide and narrow.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { listPages } from '../src/pages'

const folder = process.argv[2] ?? join(import.meta.dirname, '../../../.data/docs-screenshots')
const site = pathToFileURL(join(import.meta.dirname, '../dist/site')).href
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})

const looks = [
  { name: 'light', colorScheme: 'light', width: 1440 },
  { name: 'dark', colorScheme: 'dark', width: 1440 },
  { name: 'narrow', colorScheme: 'light', width: 360 },
] as const
const addresses = [...listPages().filter(({ parent }) => !parent), ...listPages().slice(-1)].map(
  ({ address }) => address,
)

for (const { name, colorScheme, width } of looks) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
  for (const address of [...addresses, 'source/packages/delivery/src/sequence.lua.html']) {
    await page.goto(`${site}/${address}`)
    await page.evaluate(() => document.fonts.ready)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (overflow > 0) process.stdout.write(`${address}, ${name}: ${overflow} px too wide\n`)
    const file = `${address.replace(/\W+/g, '-')}-${name}.png`
    await page.screenshot({ path: join(folder, file) })
  }
  await page.goto(`${site}/index.html`)
  await page.keyboard.press('/')
  await page.keyboard.type('send burst')
  await page.getByRole('status').filter({ hasText: 'found' }).waitFor()
  await page.screenshot({ path: join(folder, `search-${name}.png`) })
  await page.close()
}
await browser.close()
process.stdout.write(`screenshots in ${folder}\n`)
