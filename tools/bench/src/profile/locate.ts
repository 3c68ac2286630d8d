import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProfileNode } from './inspector'
import type { Place } from './summarise'

/** Finds the source of a frame, through the source maps of our bundles. */
export function createLocate(): (node: ProfileNode) => Place {
  const maps = new Map<string, SourceMap | null>()

  function mapOf(file: string): SourceMap | null {
    if (!maps.has(file)) {
      const path = `${file}.map`
      const payload = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload) : null
      maps.set(file, payload && new SourceMap(payload))
    }
    return maps.get(file) ?? null
  }

  return function locate({ callFrame: { url, lineNumber, columnNumber } }) {
    if (url === '') return { package: '(native)', at: '' }
    if (url.startsWith('node:')) return { package: 'node', at: `${url.slice(5)}:${lineNumber + 1}` }
    const file = url.startsWith('file:') ? fileURLToPath(url) : url
    const entry = mapOf(file)?.findEntry(lineNumber, columnNumber)
    if (entry && 'originalSource' in entry) {
      const source = resolve(dirname(file), entry.originalSource)
      return {
        package: packageOf(source),
        at: `${basename(source)}:${entry.originalLine + 1}`,
      }
    }
    return {
      package: packageOf(file),
      at: `${basename(file)}:${lineNumber + 1}`,
    }
  }
}

function packageOf(file: string): string {
  const installed = file.lastIndexOf('node_modules/')
  if (installed >= 0) {
    const [first, second] = file.slice(installed + 'node_modules/'.length).split('/')
    return first!.startsWith('@') ? `${first}/${second}` : first!
  }
  return /(?:^|\/)((?:apps|packages)\/[^/]+)\//.exec(file)?.[1] ?? basename(dirname(file))
}
