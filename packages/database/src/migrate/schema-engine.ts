import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type * as Engine from '@prisma/schema-engine-wasm'
import type { SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm'
import { createCatalogueAdapter } from './catalogue-adapter'
import { connectionTo } from './connection'

type Exports = Record<string, unknown> & { __wbindgen_start(): void }
type Bindings = typeof Engine & { __wbg_set_wasm(exports: Exports): void }

/** The part that we use; the compiler knows WebAssembly only in browsers. */
declare const WebAssembly: {
  instantiate(
    source: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: Exports } }>
}

/**
 * Prisma's official schema engine as WebAssembly, connected to the database through pg. It does the work of `prisma
 * migrate` without a binary to download. All its connections are closed when the work is done.
 */
export async function withSchemaEngine<T>(
  { url, schema }: { url: string; schema: SchemasContainer },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const bindings = await loadBindings()
  const datamodels = schema.files.map((file): [string, string] => [file.path, file.content])
  const adapter = createCatalogueAdapter(connectionTo(url))
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(adapter)
    return await work(await bindings.SchemaEngine.new({ datamodels }, () => {}, bound))
  } finally {
    await adapter.close()
  }
}

let loaded: Promise<Bindings> | undefined

function loadBindings(): Promise<Bindings> {
  loaded ??= instantiate()
  return loaded
}

// Loads the module by hand: the package imports its .wasm as a module, which Node 20 cannot.
async function instantiate(): Promise<Bindings> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const bindings = (await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href)) as Bindings
  const source = readFileSync(join(folder, 'schema_engine_bg.wasm'))
  const imports = { './schema_engine_bg.js': withoutLingering(bindings) }
  const { instance } = await WebAssembly.instantiate(source, imports)
  letPanicsSpeak()
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings
}

// The engine leaves the timer of its lock running, which would keep a process alive for ten seconds.
function withoutLingering(bindings: Bindings): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...bindings }
  for (const name of Object.keys(imports).filter((key) => key.startsWith('__wbg_setTimeout_'))) {
    const setTimer = imports[name] as (...args: unknown[]) => NodeJS.Timeout
    imports[name] = (...args: unknown[]) => setTimer(...args).unref()
  }
  return imports
}

// Without this, a panic of the engine hides behind "cannot read properties of undefined (reading 'set_message')".
function letPanicsSpeak(): void {
  const set_message = (message: string) => {
    throw new Error(`The schema engine panicked: ${message}`)
  }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } })
}
