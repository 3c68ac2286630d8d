import { until } from '@parley/testkit/until'
import { withBrowser } from '../browser'
import type { Scenario } from './scenario'

const LIMIT_MS = 60_000

export const studio: Scenario = {
  name: 'studio',
  shows: '--profile studio serves Prisma Studio, which shows the tables',
  async run(stack, say) {
    await stack.compose(['--profile', 'studio', 'up', '-d', '--wait', '--no-recreate', 'studio'])
    try {
      await withBrowser(async (browser) => {
        const page = await browser.newPage()
        // A connection that came too early is closed: a person would reload the page.
        await until('Studio answers', LIMIT_MS, () => page.goto(stack.studioUrl).catch(() => null))
        await page.getByText('partition_offsets').first().waitFor({ timeout: LIMIT_MS })
      })
      say(`${stack.studioUrl} shows the tables`)
    } finally {
      await stack.compose(['--profile', 'studio', 'rm', '-sf', 'studio'])
    }
  },
}
