// Bundles the part of zod/mini that the schemas use into one module; next.config.ts replaces zod/mini with it. Turbopack
// keeps whole namespaces of zod (22 kB gzipped; esbuild 9). A function that is missing in the list of zod-mini.mjs fails
// the build.
import { build } from 'esbuild'

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['zod-mini.mjs'],
  outfile: 'zod-mini.bundle.mjs',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome111', 'firefox113', 'safari16.4'],
  logLevel: 'warning',
})
