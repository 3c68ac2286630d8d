import { join } from 'node:path'
import { build } from 'esbuild'
import { buildSite } from './build-site'

const here = join(import.meta.dirname, '..')
const folder = join(here, 'dist/site')
const { pages } = await buildSite(folder)
await build({
  entryPoints: [join(here, 'src/serve/main.ts')],
  outfile: join(here, 'dist/serve.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
})
process.stdout.write(`${pages} pages in ${folder}; node ${join(here, 'dist/serve.js')} serves them\n`)
