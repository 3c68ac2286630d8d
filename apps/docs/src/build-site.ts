import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import tailwind from '@tailwindcss/postcss'
import { build } from 'esbuild'
import postcss from 'postcss'
import { renderSite } from './render-site'
import { top } from './repository'

const require = createRequire(import.meta.url)
const here = join(import.meta.dirname, '..')

/** Empties a folder and writes the whole site into it. Rejects when a page names a file that does not exist. */
export async function buildSite(folder: string): Promise<{ pages: number }> {
  const files = renderSite()
  const [style, site, theme] = await Promise.all([
    bundleStyle(),
    bundleScript('main.ts'),
    bundleScript('choose-theme.ts'),
  ])
  rmSync(folder, { recursive: true, force: true })
  const texts: [string, string][] = [...files, ['site.css', style], ['site.js', site], ['theme.js', theme]]
  for (const [address, text] of texts) {
    mkdirSync(dirname(join(folder, address)), { recursive: true })
    writeFileSync(join(folder, address), text)
  }
  cpSync(join(top, 'apps/web/src/app/icon.svg'), join(folder, 'icon.svg'))
  const fonts = join(dirname(require.resolve('geist/font/sans')), 'fonts')
  cpSync(join(fonts, 'geist-sans/Geist-Variable.woff2'), join(folder, 'fonts/Geist-Variable.woff2'))
  cpSync(join(fonts, 'geist-mono/GeistMono-Variable.woff2'), join(folder, 'fonts/GeistMono-Variable.woff2'))
  return { pages: [...files.keys()].filter((address) => address.endsWith('.html')).length }
}

async function bundleStyle(): Promise<string> {
  const from = join(here, 'src/site.css')
  const plugin = tailwind({ base: here, optimize: { minify: true } })
  return (await postcss([plugin]).process(readFileSync(from, 'utf8'), { from })).css
}

async function bundleScript(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'src/browser', entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
