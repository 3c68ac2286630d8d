// usage, in an app's folder: node ../../scripts/build-service.mjs
// Bundles src/main.ts with our own packages into dist/main.js; npm packages stay in node_modules. The running code reads
// its scripts for Redis (*.lua) from its own folder, so they are copied beside the bundle.
import { context, formatMessages } from 'esbuild'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Resolves to the bundle's hash. Rejects with esbuild's report when the code does not bundle; dist/ then stays as it was.
 */
export async function buildService(appDir) {
  const bundler = await createBundler(appDir, () => {})
  try {
    const result = await bundler.rebuild()
    writeBundle(appDir, result)
    return hashOf(result)
  } finally {
    await bundler.dispose()
  }
}

/**
 * Rebuilds whenever a file of the bundle changes, until `close()`. Calls `onBuilt` for every bundle that differs from the
 * previous one (the first from `hash`), and `onFailed` when the code does not bundle; dist/ keeps the last good bundle.
 */
export async function watchService(appDir, { hash, onBuilt, onFailed }) {
  const bundler = await createBundler(appDir, async (result) => {
    if (result.errors.length)
      return onFailed(await formatMessages(result.errors, { kind: 'error', color: false }))
    const next = hashOf(result)
    if (next === hash) return
    hash = next
    writeBundle(appDir, result)
    onBuilt()
  })
  await bundler.watch()
  return { close: () => bundler.dispose() }
}

function createBundler(appDir, onEnd) {
  return context({
    absWorkingDir: appDir,
    entryPoints: ['src/main.ts'],
    outfile: join('dist', 'main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    write: false,
    logLevel: 'silent',
    plugins: [npmStaysOutside, luaIsWatched, { name: 'on-end', setup: (build) => build.onEnd(onEnd) }],
  })
}

const npmStaysOutside = {
  name: 'npm-stays-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@parley/') ? undefined : { path, external: true },
    )
  },
}

// No import names a .lua file, so the bundler would miss its changes. The entry file lists them.
const luaIsWatched = {
  name: 'lua-is-watched',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]main\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path),
      loader: 'ts',
      resolveDir: dirname(path),
      watchFiles: findLua(),
    }))
  },
}

/** Replaces each file atomically: a service that starts meanwhile reads the old or the new one. */
function writeBundle(appDir, { outputFiles }) {
  const dist = join(appDir, 'dist')
  mkdirSync(dist, { recursive: true })
  for (const { path, contents } of outputFiles) {
    writeFileSync(`${path}.${process.pid}`, contents)
    renameSync(`${path}.${process.pid}`, path)
  }
  for (const file of findLua()) copyFileSync(file, join(dist, basename(file)))
}

function hashOf({ outputFiles }) {
  const hash = createHash('sha256')
  for (const { contents } of outputFiles) hash.update(contents)
  for (const file of findLua()) hash.update(readFileSync(file))
  return hash.digest('hex')
}

function findLua() {
  const packages = join(root, 'packages')
  return readdirSync(packages)
    .map((name) => join(packages, name, 'src'))
    .flatMap((folder) => luaIn(folder))
}

function luaIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== 'generated') return luaIn(path)
      return entry.name.endsWith('.lua') ? [path] : []
    })
  } catch {
    return [] // a package without src/
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildService(process.cwd()).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
}
