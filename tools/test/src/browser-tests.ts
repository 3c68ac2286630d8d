import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countSuite, type Count } from './count'
import { run } from './run'
import { say } from './say'

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number }
}

/** Two people in a real browser; a flaky test counts as failed. */
export async function runBrowserTests(chromium: string, folder: string): Promise<Count> {
  say('browser tests')
  const report = join(folder, 'browser.json')
  const code = await run(
    'playwright',
    ['test', '-c', 'apps/web/playwright.config.ts', '--reporter=line,json'],
    {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  return countSuite(await readCount(report), code)
}

async function readCount(report: string): Promise<Count> {
  try {
    const { stats } = JSON.parse(await readFile(report, 'utf8')) as PlaywrightReport
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
  } catch {
    return { passed: 0, failed: 0 } // no report: it crashed, which `countSuite` counts
  }
}
