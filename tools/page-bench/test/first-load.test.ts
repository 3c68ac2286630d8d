// The JavaScript of a room before its first message, measured in the build: it may shrink, but not grow.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const build = join(import.meta.dirname, '..', '..', '..', 'apps', 'web', '.next')
const page = join(build, 'server', 'app', 'rooms')

/** Today's size, and 1 kB: the next release of Next may need it. Bytes, gzipped as the web server does it. */
const MOST_BYTES = 221_000

test('a room loads at most this much JavaScript before its first message', () => {
  if (!existsSync(page)) throw new Error('there is no build of the web client: npm run build')
  const scripts = [...mainScripts(), ...pageScripts()]
  const bytes = [...new Set(scripts)].map(
    (path) => gzipSync(readFileSync(join(build, path)), { level: 6 }).length,
  )
  expect(bytes.length).toBeGreaterThan(5)
  expect(bytes.reduce((so, each) => so + each, 0)).toBeLessThanOrEqual(MOST_BYTES)
})

/** React and Next. */
function mainScripts(): string[] {
  const manifest = JSON.parse(readFileSync(join(page, 'page', 'build-manifest.json'), 'utf8')) as {
    rootMainFiles: string[]
  }
  return manifest.rootMainFiles
}

/** The scripts of the page and its layouts. The manifest is a script that assigns the list. */
function pageScripts(): string[] {
  const text = readFileSync(join(page, 'page_client-reference-manifest.js'), 'utf8')
  const { entryJSFiles } = JSON.parse(text.slice(text.indexOf('] = ') + 4).replace(/;\s*$/, '')) as {
    entryJSFiles: Record<string, string[]>
  }
  return Object.values(entryJSFiles).flat()
}
