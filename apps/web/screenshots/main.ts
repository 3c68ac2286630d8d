// Takes a screenshot of every page and state: run `npm run screenshots` beside a running `npm run dev`. stage.ts plays
// the server, so that every state can be produced; the web client is the real one. Arguments name the wanted scenes.
import { chromium, type Browser } from '@playwright/test'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenes, type Scene } from './scenes'
import { setStage } from './stage'

const root = join(import.meta.dirname, '../../..')
const folder = join(import.meta.dirname, 'pictures')
const WIDTHS = { 360: 740, 768: 1024, 1440: 900 }
const THEMES = ['light', 'dark'] as const

const wanted = process.argv.slice(2)
const chosen = Object.entries(scenes).filter(
  ([name]) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
)
const webUrl = process.env.WEB_URL ?? readWebUrl()
mkdirSync(folder, { recursive: true })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
})
try {
  for (const [name, scene] of chosen) {
    for (const width of Object.keys(WIDTHS).map(Number) as (keyof typeof WIDTHS)[]) {
      for (const theme of THEMES) {
        if (!scene.widths || scene.widths.includes(width)) await take(browser, name, scene, width, theme)
      }
    }
    process.stdout.write(`${name}\n`)
  }
} finally {
  await browser.close()
}

async function take(
  browser: Browser,
  name: string,
  scene: Scene,
  width: keyof typeof WIDTHS,
  theme: (typeof THEMES)[number],
) {
  const context = await browser.newContext({
    viewport: { width, height: WIDTHS[width] },
    colorScheme: theme,
    hasTouch: width === 360,
    isMobile: width === 360,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    // It would stand between the page and the played server.
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  try {
    const stage = await setStage(page, scene.set)
    if (scene.set.person)
      await context.addCookies([{ name: 'better-auth.session_token', value: 'stage', url: webUrl }])
    await page.goto(webUrl + scene.path)
    await scene.act?.(page, stage)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(scene.waitMs ?? 350) // skeletons appear after 300 ms
    await page.screenshot({ path: join(folder, `${name}.${width}.${theme}.png`) })
  } finally {
    await context.close()
  }
}

function readWebUrl(): string {
  const file = join(root, '.data', 'dev.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { webUrl: string }).webUrl
}
