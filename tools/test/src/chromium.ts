import { aptInstall, canApt, findProgram } from '@parley/engines'

/**
 * A Chromium for the browser tests: from CHROMIUM_PATH, on PATH, or from apt. Throws a sentence that tells how to install
 * it.
 */
export async function ensureChromium(): Promise<string> {
  const found = process.env.CHROMIUM_PATH || findChromium()
  if (found) return found
  if (canApt()) await aptInstall(['chromium'])
  const installed = findChromium()
  if (!installed) throw new Error('The browser tests need Chromium: install it, or name it in CHROMIUM_PATH.')
  return installed
}

function findChromium(): string | null {
  return findProgram('chromium', 'chromium-browser', 'google-chrome')
}
