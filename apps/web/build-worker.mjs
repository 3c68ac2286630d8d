// Bundles the service worker into public/, which puts it at the root of the site: it may then serve the whole site.
import { build } from 'esbuild'

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/worker/main.ts'],
  outfile: 'public/service-worker.js',
  bundle: true,
  minify: true,
  format: 'iife',
  // The oldest browsers of `browserslist` in package.json.
  target: ['chrome111', 'firefox113', 'safari16.4'],
  logLevel: 'warning',
})
